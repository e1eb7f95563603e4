#include "cli/apportion/apportion.h"

#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/apportion/input_table.h"
#include "cli/apportion/ties.h"
#include "cli/error.h"
#include "cli/language.h"
#include "cli/request.h"
#include "cli/settings.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "platform/csv/csv.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

namespace v1 = allocation::v1;

struct Options {
  std::string method;
  std::string first_divisor;
  int64_t seats = 0;
  std::string input;
  std::string key;
  std::string weight;
  int64_t minimum = 0;
  int64_t maximum = -1;
  std::vector<std::string> where;
  std::string ties;
  std::string certificate;
  std::string organisation;
  std::string threshold;
  std::string growth;
  std::string alliance;
  std::string alliance_method;
  TableForm form;

  void AddTo(CLI::App* app) {
    app->add_option("--method", method,
                    "adams, dean, huntington-hill (hill), sainte-lague (webster), modified-sainte-lague, danish, "
                    "imperiali-divisor, dhondt (jefferson), stationary:P/Q; hare (hamilton), droop, "
                    "hagenbach-bischoff, imperiali, hamilton-min, swiss, quota-method")
        ->transform(CLI::ignore_case)
        ->required();
    app->add_option("--first-divisor", first_divisor,
                    Say({.en = "P/Q in place of 7/10, with modified-sainte-lague",
                         .vi = "P/Q thay cho 7/10, với modified-sainte-lague"}));
    app->add_option("--seats", seats, Say({.en = "Seats in all", .vi = "Tổng số ghế"}))->required();
    app->add_option(
           "--input", input,
           Say({.en = "CSV or XLSX file with a heading, or -", .vi = "Tệp CSV hoặc XLSX có dòng tiêu đề, hoặc -"}))
        ->required();
    app->add_option("--key", key, Say({.en = "Column of the names", .vi = "Cột tên hoặc mã"}))->required();
    app->add_option("--weight", weight, Say({.en = "Column of the weights", .vi = "Cột trọng số"}))->required();
    app->add_option("--min", minimum, Say({.en = "Fewest seats of each", .vi = "Số ghế ít nhất của mỗi dòng"}))
        ->check(CLI::NonNegativeNumber);
    app->add_option("--max", maximum, Say({.en = "Most seats of each", .vi = "Số ghế nhiều nhất của mỗi dòng"}))
        ->check(CLI::NonNegativeNumber);
    app->add_option("--where", where,
                    Say({.en = "COLUMN=VALUE: only these rows take part; others get 0",
                         .vi = "CỘT=GIÁ_TRỊ: chỉ tính các dòng này; dòng khác được 0"}))
        ->expected(1, 1 << 10);
    app->add_option("--ties", ties,
                    Say({.en = "What decides a tie: first (the earlier in the input) or lot:SEED",
                         .vi = "Cách quyết định khi bằng nhau: first (dòng đứng trước) hoặc lot:SEED"}));
    app->add_option("--certificate", certificate,
                    Say({.en = "File to write the certificate to", .vi = "Tệp nhận chứng nhận"}));
    app->add_option(
        "--organisation", organisation,
        Say({.en = "For whom; the province where nothing is said", .vi = "Cho tổ chức nào; không ghi thì là tỉnh"}));
    app->add_option("--threshold", threshold,
                    Say({.en = "P/Q, such as 5/100: rows with a smaller part of all weight get nothing",
                         .vi = "P/Q, như 5/100: dòng có tỷ lệ trọng số nhỏ hơn thì không được ghế"}));
    app->add_option("--growth", growth,
                    Say({.en = "How the house grows for --min: raise those below, or enlarge it for all",
                         .vi = "Cách tăng tổng số vì --min: raise là nâng dòng còn thiếu, enlarge là tăng cho tất cả"}))
        ->transform(OneOf({"raise", "enlarge"}));
    app->add_option(
        "--alliance", alliance,
        Say({.en = "Column of alliances, which get their seats together and share them; empty cells are in none. "
                   "--certificate is about the alliances then, and -o json has those within them",
             .vi = "Cột liên danh, được tính ghế chung rồi chia lại; ô trống là không thuộc liên danh nào. Khi đó "
                   "--certificate là của các liên danh, và -o json có chứng nhận trong từng liên danh"}));
    app->add_option("--alliance-method", alliance_method,
                    Say({.en = "Divisor method within alliances; --method unless said",
                         .vi = "Phương pháp chia trong liên danh; không ghi thì theo --method"}))
        ->transform(CLI::ignore_case);
    form.AddTo(app);
  }
};

absl::StatusOr<v1::Part> ReadThreshold(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  int64_t numerator = 0;
  int64_t denominator = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &numerator) || !absl::SimpleAtoi(parts[1], &denominator)) {
    return absl::InvalidArgumentError(StrCat("--threshold: '", text, "' is no fraction P/Q"));
  }
  v1::Part part;
  part.set_numerator(numerator);
  part.set_denominator(denominator);
  return part;
}

// Which rows take part.
absl::StatusOr<std::vector<bool>> Chosen(const InputTable& table, const std::vector<std::string>& where) {
  std::vector<bool> chosen(table.rows().size(), true);
  for (const std::string& condition : where) {
    const size_t sign = condition.find('=');
    if (sign == std::string::npos) {
      return absl::InvalidArgumentError(StrCat("--where: '", condition, "' is no COLUMN=VALUE"));
    }
    ASSIGN_OR_RETURN(const int column, table.Column(condition.substr(0, sign)));
    const std::string value = condition.substr(sign + 1);
    for (size_t i = 0; i < chosen.size(); ++i) {
      if (table.rows()[i].fields[static_cast<size_t>(column)] != value) chosen[i] = false;
    }
  }
  return chosen;
}

struct Task {
  v1::ComputeApportionmentRequest request;
  Origin origin;
  std::vector<std::string> keys;
  std::vector<bool> chosen;
  // What is told of the keys.
  std::vector<std::string> notes;
};

absl::StatusOr<Task> ReadTask(const Options& options, const InputTable& table) {
  Task task;
  task.request.set_method(options.method);
  task.request.set_first_divisor(options.first_divisor);
  task.request.set_seats(options.seats);
  task.request.set_organisation(options.organisation);
  task.request.set_alliance_method(options.alliance_method);
  if (options.growth == "raise") task.request.set_growth(v1::RAISE);
  if (options.growth == "enlarge") task.request.set_growth(v1::ENLARGE);
  if (!options.threshold.empty()) {
    ASSIGN_OR_RETURN(*task.request.mutable_threshold(), ReadThreshold(options.threshold));
  }
  ASSIGN_OR_RETURN(*task.request.mutable_ties(), ReadTies(options.ties));
  ASSIGN_OR_RETURN(const int key, table.Column(options.key));
  ASSIGN_OR_RETURN(const int weight, table.Column(options.weight));
  int alliance = -1;
  if (!options.alliance.empty()) {
    ASSIGN_OR_RETURN(alliance, table.Column(options.alliance));
  }
  ASSIGN_OR_RETURN(task.chosen, Chosen(table, options.where));
  task.origin.table = &table;
  Keys keys(table);
  for (size_t i = 0; i < task.chosen.size(); ++i) {
    const csv::Row& row = table.rows()[i];
    ASSIGN_OR_RETURN(task.keys.emplace_back(), keys.At(row, key));
    if (!task.chosen[i]) continue;
    task.origin.rows.push_back(&row);
    v1::ApportionmentUnit& unit = *task.request.add_units();
    unit.set_key(task.keys.back());
    ASSIGN_OR_RETURN(*unit.mutable_weight(), WeightAt(table, row, weight));
    if (alliance >= 0) unit.set_alliance(row.fields[static_cast<size_t>(alliance)]);
    unit.set_minimum(options.minimum);
    if (options.maximum >= 0) unit.set_maximum(options.maximum);
  }
  task.notes = keys.notes();
  if (task.request.units().empty()) {
    return absl::InvalidArgumentError(
        table.Of(task.keys.empty() ? "there are no rows" : StrCat("no row has ", absl::StrJoin(options.where, ", "))));
  }
  return task;
}

std::string TableOfSeats(const Task& task, const v1::ComputeApportionmentResponse& answer, Format format) {
  std::vector<std::vector<std::string>> rows = {{"key", "seats"}};
  int unit = 0;
  for (size_t i = 0; i < task.keys.size(); ++i) {
    rows.push_back({task.keys[i], task.chosen[i] ? StrCat(answer.units(unit++).seats()) : "0"});
  }
  return RenderRows(rows, format);
}

}  // namespace

int Apportion(int argc, char** argv) {
  CLI::App app(
      Say({.en =
               "Apportions seats to the rows of a file, exactly. `congressctl apportion verify` checks a certificate.",
           .vi = "Phân bổ số ghế cho các dòng của tệp, tính chính xác. `congressctl apportion verify` kiểm tra chứng "
                 "nhận."}),
      "congressctl apportion");
  Settings settings;
  settings.AddTo(&app);
  Options options;
  options.AddTo(&app);
  if (const auto ended = Parse(&app, 1, argc, argv)) return *ended;
  if (!options.certificate.empty() && options.method == "quota-method") {
    return Usage(StrCat("--certificate: the method ", options.method, " has none"));
  }
  const auto table = InputTable::Read(options.input, options.form);
  if (!table.ok()) return Refused(table.status());
  const auto task = ReadTask(options, *table);
  if (!task.ok()) return Refused(task.status());
  Tell(task->notes);
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  v1::ComputeApportionmentResponse answer;
  const absl::Status called = connection->Call(task->request, &answer);
  if (!called.ok()) return RefusedInput(called, {{"units", task->origin}});
  if (!options.certificate.empty()) {
    if (!answer.has_certificate()) return Usage("--certificate: there is none; the answer would be too large with it");
    if (const int failed = Write(ToJson(answer.certificate()), options.certificate, false); failed != 0) return failed;
  }
  if (!answer.decided()) {
    std::string ties = answer.has_tie() && answer.tie().winners().empty() ? OpenTie(answer.tie()) : "";
    for (const v1::AllianceOutcome& outcome : answer.alliances()) {
      if (!outcome.has_tie() || !outcome.tie().winners().empty()) continue;
      ties += StrCat(ties.empty() ? "" : "congressctl: ", "within ", outcome.key(), ": ", OpenTie(outcome.tie()));
    }
    return NotHeld(OpenTieError(ties));
  }
  if (answer.has_lot()) std::cerr << "congressctl: " << DrawnLot(answer.lot());
  if (settings.Form() == Format::kJson) return settings.Write(Render(answer, Format::kJson));
  return settings.Write(TableOfSeats(*task, answer, settings.Form()));
}

}  // namespace congress::cli
