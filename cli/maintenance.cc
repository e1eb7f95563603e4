#include "cli/maintenance.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "cli/language.h"
#include "cli/progress_line.h"
#include "cli/settings.h"
#include "congress/maintenance/v1/maintenance_service.pb.h"
#include "platform/backup/backup_file.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using maintenance::v1::Finding;
using maintenance::v1::ServiceStatus;
using Rows = std::vector<std::vector<std::string>>;

// A service that hangs must not keep the others from being told of.
constexpr double kStatusSeconds = 10;
// As long as a call may last.
constexpr double kExamineSeconds = 300;

std::vector<std::string> Services() {
  std::vector<std::string> services(std::begin(backup::kServices), std::end(backup::kServices));
  std::sort(services.begin(), services.end());
  return services;
}

std::string Told(const absl::Status& status) {
  return status::SentenceOf(status::InLanguage(status, LanguageOfUser()));
}

std::string Written(const google::protobuf::Timestamp& time) { return civil::FormatUtc(civil::FromTimestamp(time)); }

std::vector<std::string> RowOf(const std::string& service, const absl::StatusOr<ServiceStatus>& answer) {
  // `clock_behind` and what follows are empty where there is nothing to tell.
  if (!answer.ok()) return {service, "unknown", Told(answer.status()), "", "", "", "", "", "", "", "", ""};
  const ServiceStatus& status = *answer;
  const auto seconds = [](bool has, const google::protobuf::Duration& duration) {
    return has ? StrCat(duration.seconds(), "s") : "";
  };
  const bool backed_up = status.has_verified_backup();
  return {service,
          status.ready() ? "ready" : "not ready",
          status.cause(),
          status.version(),
          status.instance(),
          seconds(true, status.uptime()),
          status.store_backend(),
          StrCat(status.schema()),
          StrCat(status.epoch()),
          seconds(status.has_directory_lag(), status.directory_lag()),
          seconds(status.has_clock_behind(), status.clock_behind()),
          backed_up ? Written(status.verified_backup().snapshot_time()) : ""};
}

// Tells what one service has; the number of its faults.
absl::StatusOr<int64_t> ExamineOne(const Connection& connection, const std::string& service, Rows* rows) {
  maintenance::v1::ExamineServiceRequest request;
  request.set_parent(StrCat("services/", service));
  const auto& method =
      *request.GetDescriptor()->file()->FindServiceByName("MaintenanceService")->FindMethodByName("ExamineService");
  maintenance::v1::ExamineServiceResponse part;
  std::optional<int64_t> faults;
  ProgressLine line;
  RETURN_IF_ERROR(connection.Follow(
      method, request, &part, {.until = absl::Now() + absl::Seconds(kExamineSeconds)}, [&](google::protobuf::Message&) {
        if (part.has_progress()) line.Show(StrCat(service, "  ", part.progress().text()));
        if (part.has_examination()) faults = part.examination().fault_count();
        if (!part.has_finding()) return absl::OkStatus();
        const Finding& finding = part.finding();
        const std::string severity = status::Say(finding.severity()).In(LanguageOfUser());
        rows->push_back({service, severity, finding.where(), finding.text(), finding.cure()});
        return absl::OkStatus();
      }));
  if (faults) return *faults;
  return absl::UnavailableError("The examination broke off.");
}

}  // namespace

int RunStatus(int argc, char** argv) {
  CLI::App app(Say({.en = "Tells how each service is: ready or why not, version, store, and when its last verified "
                          "backup was made. Exit status 1 unless all are ready.",
                    .vi = "Cho biết tình trạng từng dịch vụ: sẵn sàng hay vì sao chưa, phiên bản, kho dữ liệu, thời "
                          "điểm bản sao lưu đã kiểm tra gần nhất. Mã kết thúc 1 nếu có dịch vụ chưa sẵn sàng."}),
               "congressctl status");
  Settings settings;
  settings.timeout_seconds = kStatusSeconds;
  settings.AddTo(&app);
  if (const auto ended = Parse(&app, 1, argc, argv)) return *ended;
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  Rows rows = {{"service", "state", "cause", "version", "instance", "uptime", "store", "schema", "epoch",
                "directory_lag", "clock_behind", "verified_backup"}};
  bool all_ready = true;
  for (const std::string& service : Services()) {
    maintenance::v1::GetServiceStatusRequest request;
    request.set_parent(StrCat("services/", service));
    ServiceStatus status;
    const absl::Status called = connection->Call(request, &status);
    // That no row would be otherwise is told once.
    if (absl::IsUnauthenticated(called) || absl::IsPermissionDenied(called)) return Refused(called);
    rows.push_back(RowOf(service, called.ok() ? absl::StatusOr<ServiceStatus>(status) : called));
    all_ready = all_ready && called.ok() && status.ready();
  }
  const int written = settings.Write(RenderRows(rows, settings.Form()));
  return written == 0 && !all_ready ? 1 : written;
}

int RunDoctor(int argc, char** argv) {
  CLI::App app(Say({.en = "Has every service look at its records, indexes, logs, store, clock, certificate, disk and "
                          "files, and tells what is wrong and what to do. Exit status 1 with faults.",
                    .vi = "Yêu cầu mọi dịch vụ tự kiểm tra bản ghi, chỉ mục, nhật ký, kho dữ liệu, đồng hồ, chứng thư, "
                          "đĩa và tệp, rồi cho biết lỗi và cách xử lý. Mã kết thúc 1 nếu có lỗi."}),
               "congressctl doctor");
  Settings settings;
  settings.AddTo(&app);
  std::vector<std::string> services;
  app.add_option("--service", services,
                 Say({.en = "Only these, such as drafting; all unless given",
                      .vi = "Chỉ các dịch vụ này, như drafting; không ghi thì tất cả"}))
      ->transform(OneOf(Services()))
      ->delimiter(',');
  if (const auto ended = Parse(&app, 1, argc, argv)) return *ended;
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  Rows rows = {{"service", "severity", "where", "finding", "cure"}};
  bool faulty = false;
  for (const std::string& service : services.empty() ? Services() : services) {
    const auto faults = ExamineOne(*connection, service, &rows);
    if (absl::IsUnauthenticated(faults.status()) || absl::IsPermissionDenied(faults.status())) {
      return Refused(faults.status());
    }
    if (!faults.ok()) {
      const std::string severity = status::Say(Finding::FAULT).In(LanguageOfUser());
      rows.push_back({service, severity, "", Told(faults.status()), ""});
    }
    faulty = faulty || faults.value_or(1) > 0;
  }
  const int written = settings.Write(RenderRows(rows, settings.Form()));
  return written != 0 ? written : faulty ? kRefused : 0;
}

}  // namespace congress::cli
