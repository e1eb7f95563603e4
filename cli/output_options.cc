#include "cli/output_options.h"

#include <string>

#include "cli/completion.h"
#include "cli/language.h"
#include "cli/output_grid.h"

namespace congress::cli {

void OutputOptions::AddTo(const google::protobuf::Descriptor& answer, CLI::App* app) {
  const auto is_free = [&](const char* name) { return app->get_option_no_throw(name) == nullptr; };
  const std::string group = "Output";
  if (is_free("--columns")) {
    const CLI::Option* columns =
        app->add_option("--columns", view_.columns,
                        Say({.en = "Columns of a table or CSV, by their names in CSV such as name,profile.birth_date",
                             .vi = "Cột của bảng hoặc CSV, theo tên trong CSV như name,profile.birth_date"}))
            ->delimiter(',')
            ->expected(1, 1 << 20)
            ->group(group);
    OfferWords(columns, [this, &answer] { return ColumnNames(answer, view_); });
  }
  if (is_free("--all-columns")) {
    app->add_flag("--all-columns", view_.all_columns,
                  Say({.en = "All columns in a table, too", .vi = "Hiện mọi cột cả trong bảng"}))
        ->group(group);
  }
  if (is_free("--rows")) {
    const CLI::Option* rows =
        app->add_option("--rows", view_.rows,
                        Say({.en = "List whose items are the rows of a table or CSV, such as organisations",
                             .vi = "Danh sách lấy làm dòng của bảng hoặc CSV, như organisations"}))
            ->group(group);
    OfferWords(rows, [&answer] { return ListNames(answer); });
  }
  bom_given_ =
      app->add_flag(
             "--bom", bom_,
             Say({.en =
                      "Byte order mark, by which Excel knows UTF-8; files that end in .csv have it unless --bom=false",
                  .vi = "Dấu BOM để Excel nhận ra UTF-8; tệp có đuôi .csv luôn có, trừ khi --bom=false"}))
          ->group(group);
}

}  // namespace congress::cli
