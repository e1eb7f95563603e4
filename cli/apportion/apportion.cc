#include "cli/apportion/apportion.h"

#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/apportion/input_table.h"
#include "cli/apportion/ties.h"
#include "cli/error.h"
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
        ->required();
    app->add_option("--first-divisor", first_divisor, "P/Q in place of 7/10, with modified-sainte-lague");
    app->add_option("--seats", seats, "Seats in all")->required();
    app->add_option("--input", input, "CSV or XLSX file with a heading, or -")->required();
    app->add_option("--key", key, "Column of the names")->required();
    app->add_option("--weight", weight, "Column of the weights")->required();
    app->add_option("--min", minimum, "Fewest seats of each")->check(CLI::NonNegativeNumber);
    app->add_option("--max", maximum, "Most seats of each")->check(CLI::NonNegativeNumber);
    app->add_option("--where", where, "COLUMN=VALUE: only these rows take part; others get 0")->expected(1, 1 << 10);
    app->add_option("--ties", ties, "What decides a tie: first (the earlier in the input) or lot:SEED");
    app->add_option("--certificate", certificate, "File to write the certificate to");
    app->add_option("--organisation", organisation, "For whom; the province where nothing is said");
    app->add_option("--threshold", threshold, "P/Q, such as 5/100: rows with a smaller part of all weight get nothing");
    app->add_option("--growth", growth, "How the house grows for --min: raise those below, or enlarge it for all")
        ->check(CLI::IsMember({"raise", "enlarge"}));
    app->add_option("--alliance", alliance,
                    "Column of alliances, which get their seats together and share them; empty cells are in none. "
                    "--certificate is about the alliances then, and -o json has those within them");
    app->add_option("--alliance-method", alliance_method, "Divisor method within alliances; --method unless said");
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
  for (size_t i = 0; i < task.chosen.size(); ++i) {
    const csv::Row& row = table.rows()[i];
    task.keys.push_back(row.fields[static_cast<size_t>(key)]);
    if (!task.chosen[i]) continue;
    task.origin.rows.push_back(&row);
    v1::ApportionmentUnit& unit = *task.request.add_units();
    unit.set_key(task.keys.back());
    ASSIGN_OR_RETURN(*unit.mutable_weight(), WeightAt(table, row, weight));
    if (alliance >= 0) unit.set_alliance(row.fields[static_cast<size_t>(alliance)]);
    unit.set_minimum(options.minimum);
    if (options.maximum >= 0) unit.set_maximum(options.maximum);
  }
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
  CLI::App app("Apportions seats to the rows of a file, exactly. `congressctl apportion verify` checks a certificate.",
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
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  v1::ComputeApportionmentResponse answer;
  const absl::Status called = connection->Call(task->request, &answer);
  if (!called.ok()) return RefusedInput(called, {{"units", task->origin}});
  if (!options.certificate.empty()) {
    if (!answer.has_certificate()) return Usage("--certificate: there is none; the answer would be too large with it");
    if (const int failed = Write(ToJson(answer.certificate()), options.certificate); failed != 0) return failed;
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
  if (settings.Form() == Format::kJson) return Write(Render(answer, Format::kJson), settings.output);
  return Write(TableOfSeats(*task, answer, settings.Form()), settings.output);
}

}  // namespace congress::cli
