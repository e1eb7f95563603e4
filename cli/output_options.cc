#include "cli/output_options.h"

#include <string>

namespace congress::cli {

void OutputOptions::AddTo(CLI::App* app) {
  const auto is_free = [&](const char* name) { return app->get_option_no_throw(name) == nullptr; };
  const std::string group = "Output";
  if (is_free("--columns")) {
    app->add_option("--columns", view_.columns,
                    "Columns of a table or CSV, by their names in CSV such as name,profile.birth_date")
        ->delimiter(',')
        ->expected(1, 1 << 20)
        ->group(group);
  }
  if (is_free("--all-columns")) {
    app->add_flag("--all-columns", view_.all_columns, "All columns in a table, too")->group(group);
  }
  if (is_free("--rows")) {
    app->add_option("--rows", view_.rows, "List whose items are the rows of a table or CSV, such as organisations")
        ->group(group);
  }
  bom_given_ = app->add_flag("--bom", bom_,
                             "Byte order mark, by which Excel knows UTF-8; files that end in .csv have it unless "
                             "--bom=false")
                   ->group(group);
}

}  // namespace congress::cli
