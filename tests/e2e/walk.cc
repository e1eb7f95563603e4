#include "tests/e2e/walk.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "platform/auth/roles.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "tests/e2e/variants.h"
#include "tests/support/redis_server.h"

namespace congress::e2e {
namespace {

using annotations::v1::GRADE_UNSPECIFIED;
using annotations::v1::SENSITIVE;

// The role with the most permissions that lacks this one; `stranger` is no role and grants nothing.
std::string RoleWithout(std::string_view permission) {
  for (const char* role : {"secretary", "clerk", "reviewer", "inspector", "reader"}) {
    if (!auth::Roles::Default().Grants(role, permission)) return role;
  }
  return "stranger";
}

class Walker {
 public:
  explicit Walker(const support::Suite& suite) : suite_(suite) {}

  Leg Take(const Step& step, size_t number) {
    Leg leg;
    leg.step = step;
    leg.request = FromText(*step.method->input_type(), FillIn(step.text, variables_, absl::Now()));
    if (Variant with = With(*leg.request, "request_id", uuid::V5(uuid::kCongress, StrCat("step ", number)))) {
      leg.request = std::move(with);
    }
    Refusals(&leg);
    Faults(&leg);
    Pass(&leg);
    Repetitions(&leg, number);
    if (!bound_) bound_ = BindOutsiders();
    return leg;
  }

 private:
  std::unique_ptr<grpc::ClientContext> As(const Step& step, bool cleared) const {
    return suite_.As(step.account.empty() ? step.role : step.account, {StrCat(step.role, "@", step.organisation)},
                     cleared ? SENSITIVE : GRADE_UNSPECIFIED);
  }
  Answer Ask(const Step& step, const Message& request) const {
    return Call(suite_.channel(), *step.method, As(step, step.cleared), request);
  }

  void Refusals(Leg* leg) const {
    const MethodDescriptor& method = *leg->step.method;
    leg->wrong_role = RoleWithout(PermissionOf(method));
    leg->answers[Probe::kWrongRole] =
        Call(suite_.channel(), method, suite_.As(leg->wrong_role, {leg->wrong_role + "@province"}), *leg->request);
    leg->answers[Probe::kOutsider] =
        Call(suite_.channel(), method, suite_.As("outsider", {"administrator@unit-other"}), *leg->request);
    if (!bound_) return;
    for (const auto& [probe, account] :
         {std::pair(Probe::kBoundOutsider, "outsider-bound"), std::pair(Probe::kDeputyOutsider, "outsider-deputy")}) {
      leg->answers[probe] = Call(suite_.channel(), method, suite_.As(account, {}), *leg->request);
    }
  }
  // False before the story has come to their organisation.
  bool BindOutsiders() const {
    const auto bind = [&](const std::string& binding) {
      return e2e::Ask(suite_.channel(), "access.v1.AccessService/CreateRoleBinding", suite_.Admin(),
                      StrCat("role_binding { organisation: 'organisations/unit-other' role: 'administrator' ", binding,
                             " }"))
          .status.ok();
    };
    return bind("principal: 'outsider-bound'") &&
           bind(
               "principal: 'outsider-deputy' deputy_of: 'outsider-bound' deputy_of_person: 'persons/outsider' "
               "last_day { year: 2100 month: 1 day: 1 }");
  }

  // Under the step's own request_id: a refused request keeps nothing.
  void Faults(Leg* leg) const {
    const Message& request = *leg->request;
    if (const Variant token = With(request, "page_token", "bm9ib2R5IGdhdmUgdGhpcw")) {
      // A preview is paged, an import is not.
      const Variant preview = WithTrue(*token, "validate_only");
      leg->answers[Probe::kBadPageToken] = Ask(leg->step, preview != nullptr ? *preview : *token);
    }
    const std::set<std::string> documented = DocumentedReasons(*leg->step.method);
    const Variant stale = documented.contains("ETAG_MISMATCH") ? WithEtag(request, "999999999") : nullptr;
    if (stale != nullptr) leg->answers[Probe::kStaleEtag] = Ask(leg->step, *stale);
    if (documented.contains("RESOURCE_NOT_FOUND")) {
      for (Variant& missing : WithMissing(request)) {
        if (Variant dry = WithTrue(*missing, "validate_only")) missing = std::move(dry);
        Answer answer = Ask(leg->step, *missing);
        if (answer.status.ok()) continue;
        const bool absent = absl::IsNotFound(answer.status);
        if (absent || leg->Of(Probe::kMissing) == nullptr) leg->answers[Probe::kMissing] = std::move(answer);
        if (absent) break;
      }
    }
    if (const Variant dry = WithTrue(request, "validate_only")) leg->answers[Probe::kDryRun] = Ask(leg->step, *dry);
  }

  void Pass(Leg* leg) {
    Answer answer = Ask(leg->step, *leg->request);
    if (!leg->step.until_field.empty()) {
      support::Eventually([&] {
        answer = Ask(leg->step, *leg->request);
        return FieldAt(*answer.message, leg->step.until_field) == leg->step.until_value;
      });
    }
    for (const auto& [variable, path] : leg->step.keeps) variables_[variable] = FieldAt(*answer.message, path);
    leg->answers[Probe::kPass] = std::move(answer);
  }

  void Repetitions(Leg* leg, size_t number) const {
    const bool kept = leg->step.method->input_type()->FindFieldByName("request_id") != nullptr;
    leg->answers[Probe::kUncleared] = Call(suite_.channel(), *leg->step.method, As(leg->step, false), *leg->request);
    if (!kept) return;
    leg->answers[Probe::kReplay] = Ask(leg->step, *leg->request);
    if (const Variant altered = Altered(*leg->request)) leg->answers[Probe::kReused] = Ask(leg->step, *altered);
    if (DocumentedReasons(*leg->step.method).contains("RESOURCE_EXISTS")) {
      const Variant again = With(*leg->request, "request_id", uuid::V5(uuid::kCongress, StrCat("again ", number)));
      leg->answers[Probe::kAgain] = Ask(leg->step, *again);
    }
  }

  const support::Suite& suite_;
  Variables variables_;
  bool bound_ = false;
};

// Adds what lies below the folder.
void ReadFiles(const std::string& folder, std::map<std::string, std::string>* files) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    (*files)[entry.path().string()].assign(std::istreambuf_iterator<char>(file), {});
  }
}

std::map<Ground, std::map<std::string, std::string>>& Files() {
  static auto& files = *new std::map<Ground, std::map<std::string, std::string>>;
  return files;
}

}  // namespace

std::vector<Leg> Walk(const support::Suite& suite) {
  Walker walker(suite);
  std::vector<Leg> legs;
  for (const Step& step : ReadStory()) legs.push_back(walker.Take(step, legs.size()));
  return legs;
}

std::string NameOf(Ground ground) {
  return ground == Ground::kCongressd ? "congressd" : ground == Ground::kSeparate ? "separate" : "redis";
}

void PrintTo(Ground ground, std::ostream* out) { *out << NameOf(ground); }

const std::vector<Leg>& WalkOn(Ground ground) {
  static auto& walks = *new std::map<Ground, std::vector<Leg>>;
  const auto found = walks.find(ground);
  if (found != walks.end()) return found->second;
  std::unique_ptr<support::RedisServer> redis;
  support::Suite::Options options{.shape = support::Shape::kSeparate, .store = "", .arguments = {}};
  if (ground == Ground::kCongressd) options.shape = support::Shape::kOneProcess;
  if (ground == Ground::kRedis) {
    redis = std::make_unique<support::RedisServer>();
    options.store = redis->url();
  }
  support::Suite suite(options);
  std::vector<Leg> legs = Walk(suite);
  std::map<std::string, std::string>& files = Files()[ground];
  ReadFiles(suite.folder(), &files);
  if (redis != nullptr) ReadFiles(redis->folder(), &files);
  for (const std::string& name : suite.names()) {
    files[StrCat(name, ".log")] = suite.process(name).Output() + suite.process(name).Errors();
  }
  return walks.emplace(ground, std::move(legs)).first->second;
}

const std::map<std::string, std::string>& FilesOf(Ground ground) {
  WalkOn(ground);
  return Files()[ground];
}

}  // namespace congress::e2e
