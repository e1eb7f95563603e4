#include "cli/apportion/biapportion.h"

#include <iostream>

#include "cli/apportion/input_table.h"
#include "cli/apportion/ties.h"
#include "cli/error.h"
#include "cli/language.h"
#include "cli/settings.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

namespace v1 = allocation::v1;

struct TableOptions {
  std::string cells;
  std::string rows;
  std::string columns;
  std::string method = "sainte-lague";
  std::string first_divisor;
  std::string upper;
  std::string cell_minimum;
  std::string ties;
  std::string certificate;
  std::string organisation;
  TableForm form;

  void AddTo(CLI::App* app) {
    app->add_option("--cells", cells,
                    Say({.en = "CSV or XLSX with the columns district,party,votes",
                         .vi = "CSV hoặc XLSX có các cột district,party,votes"}))
        ->required();
    app->add_option(
           "--rows", rows,
           Say({.en = "CSV or XLSX with the columns district,seats", .vi = "CSV hoặc XLSX có các cột district,seats"}))
        ->required();
    app->add_option("--columns", columns,
                    Say({.en = "CSV or XLSX with the columns party and, as far as there are, over_threshold (0 "
                               "excludes) and seats",
                         .vi = "CSV hoặc XLSX có cột party và, nếu có, over_threshold (0 là loại) và seats"}))
        ->required();
    app->add_option("--method", method, Say({.en = "A divisor method", .vi = "Một phương pháp chia"}))
        ->transform(CLI::ignore_case)
        ->capture_default_str();
    app->add_option("--first-divisor", first_divisor,
                    Say({.en = "P/Q in place of 7/10, with modified-sainte-lague",
                         .vi = "P/Q thay cho 7/10, với modified-sainte-lague"}));
    app->add_option("--upper", upper,
                    Say({.en = "Divisor method by which parties without seats are apportioned first",
                         .vi = "Phương pháp chia dùng trước cho danh sách chưa ghi số ghế"}))
        ->transform(CLI::ignore_case);
    app->add_option("--cell-min", cell_minimum,
                    Say({.en = "strongest-in-row: a seat for the strongest party of each district",
                         .vi = "strongest-in-row: một ghế cho danh sách mạnh nhất của mỗi khu vực"}))
        ->transform(OneOf({"strongest-in-row"}));
    app->add_option("--ties", ties,
                    Say({.en = "What decides a tie: first (the earlier in the input) or lot:SEED",
                         .vi = "Cách quyết định khi bằng nhau: first (dòng đứng trước) hoặc lot:SEED"}));
    app->add_option("--certificate", certificate,
                    Say({.en = "File to write the certificate to", .vi = "Tệp nhận chứng nhận"}));
    app->add_option(
        "--organisation", organisation,
        Say({.en = "For whom; the province where nothing is said", .vi = "Cho tổ chức nào; không ghi thì là tỉnh"}));
    form.AddTo(app);
  }
};

// The three files.
struct Tables {
  InputTable cells;
  InputTable rows;
  InputTable columns;
};

absl::StatusOr<Tables> ReadTables(const TableOptions& options) {
  ASSIGN_OR_RETURN(InputTable cells, InputTable::Read(options.cells, options.form));
  ASSIGN_OR_RETURN(InputTable rows, InputTable::Read(options.rows, options.form));
  ASSIGN_OR_RETURN(InputTable columns, InputTable::Read(options.columns, options.form));
  return Tables{std::move(cells), std::move(rows), std::move(columns)};
}

absl::Status AddRows(const InputTable& table, Keys* keys, v1::ComputeBiproportionalApportionmentRequest* request) {
  ASSIGN_OR_RETURN(const int key, table.Column("district"));
  ASSIGN_OR_RETURN(const int seats, table.Column("seats"));
  for (const csv::Row& row : table.rows()) {
    v1::TableLine& line = *request->add_rows();
    ASSIGN_OR_RETURN(*line.mutable_key(), keys->At(row, key));
    ASSIGN_OR_RETURN(const int64_t number, NumberAt(table, row, seats));
    line.set_seats(number);
  }
  return absl::OkStatus();
}

absl::Status AddColumns(const InputTable& table, Keys* keys, v1::ComputeBiproportionalApportionmentRequest* request) {
  ASSIGN_OR_RETURN(const int key, table.Column("party"));
  ASSIGN_OR_RETURN(const int threshold, table.ColumnIfAny("over_threshold"));
  ASSIGN_OR_RETURN(const int seats, table.ColumnIfAny("seats"));
  for (const csv::Row& row : table.rows()) {
    v1::TableLine& line = *request->add_columns();
    ASSIGN_OR_RETURN(*line.mutable_key(), keys->At(row, key));
    if (threshold >= 0) {
      const std::string& over = row.fields[static_cast<size_t>(threshold)];
      if (over != "0" && over != "1") {
        return absl::InvalidArgumentError(table.At(row, StrCat("over_threshold is '", over, "', not 0 or 1")));
      }
      line.set_excluded(over == "0");
    }
    if (seats < 0 || row.fields[static_cast<size_t>(seats)].empty()) continue;
    ASSIGN_OR_RETURN(const int64_t number, NumberAt(table, row, seats));
    line.set_seats(number);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ComputeBiproportionalApportionmentRequest> TableRequestOf(const TableOptions& options,
                                                                             const Tables& tables,
                                                                             std::vector<std::string>* notes) {
  v1::ComputeBiproportionalApportionmentRequest request;
  request.set_method(options.method);
  request.set_first_divisor(options.first_divisor);
  request.set_upper_method(options.upper);
  request.set_organisation(options.organisation);
  request.set_seat_for_strongest(!options.cell_minimum.empty());
  ASSIGN_OR_RETURN(*request.mutable_ties(), ReadTies(options.ties));
  // The cells name no rows and columns but these.
  Keys rows(tables.rows);
  Keys columns(tables.columns);
  RETURN_IF_ERROR(AddRows(tables.rows, &rows, &request));
  RETURN_IF_ERROR(AddColumns(tables.columns, &columns, &request));
  *notes = rows.notes();
  notes->insert(notes->end(), columns.notes().begin(), columns.notes().end());
  ASSIGN_OR_RETURN(const int row, tables.cells.Column("district"));
  ASSIGN_OR_RETURN(const int column, tables.cells.Column("party"));
  ASSIGN_OR_RETURN(const int weight, tables.cells.Column("votes"));
  for (const csv::Row& line : tables.cells.rows()) {
    v1::TableCell& cell = *request.add_cells();
    cell.set_row(line.fields[static_cast<size_t>(row)]);
    cell.set_column(line.fields[static_cast<size_t>(column)]);
    ASSIGN_OR_RETURN(*cell.mutable_weight(), WeightAt(tables.cells, line, weight));
  }
  return request;
}

Origin OriginOf(const InputTable& table) {
  Origin origin{&table, {}};
  for (const csv::Row& row : table.rows()) origin.rows.push_back(&row);
  return origin;
}

}  // namespace

int Biapportion(int argc, char** argv) {
  CLI::App app(Say({.en = "Apportions the seats of districts and parties at once, exactly (double proportional).",
                    .vi = "Phân bổ số ghế đồng thời theo khu vực và danh sách, tính chính xác (tỷ lệ hai chiều)."}),
               "congressctl biapportion");
  Settings settings;
  settings.AddTo(&app);
  TableOptions options;
  options.AddTo(&app);
  if (const auto ended = Parse(&app, 1, argc, argv)) return *ended;
  const auto tables = ReadTables(options);
  if (!tables.ok()) return Refused(tables.status());
  std::vector<std::string> notes;
  const auto request = TableRequestOf(options, *tables, &notes);
  if (!request.ok()) return Refused(request.status());
  Tell(notes);
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  v1::ComputeBiproportionalApportionmentResponse answer;
  const absl::Status called = connection->Call(*request, &answer);
  if (!called.ok()) {
    return RefusedInput(
        called,
        {{"cells", OriginOf(tables->cells)}, {"rows", OriginOf(tables->rows)}, {"columns", OriginOf(tables->columns)}});
  }
  for (const std::string& row : answer.skipped_rows()) {
    std::cerr << "congressctl: " << row
              << ": more parties are equally strong than it has seats, so none gets one for being the strongest\n";
  }
  if (!answer.decided()) {
    return NotHeld(OpenTieError(OpenTie(answer.cells().empty() ? answer.column_tie() : answer.tie())));
  }
  if (answer.has_lot()) std::cerr << "congressctl: " << DrawnLot(answer.lot());
  if (!options.certificate.empty()) {
    if (!answer.has_certificate())
      return Usage("--certificate: there is none; the table is too large, or claims or divisors too long");
    if (const int failed = Write(ToJson(answer.certificate()), options.certificate, false); failed != 0) return failed;
  }
  if (settings.Form() == Format::kJson) return settings.Write(Render(answer, Format::kJson));
  std::vector<std::vector<std::string>> rows = {{"district", "party", "seats"}};
  for (const v1::ApportionedCell& cell : answer.cells()) {
    rows.push_back({cell.row(), cell.column(), StrCat(cell.seats())});
  }
  return settings.Write(RenderRows(rows, settings.Form()));
}

}  // namespace congress::cli
