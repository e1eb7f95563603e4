// What finding costs among 100,000 persons and 5,000 dossiers on the embedded store, through the gateway: percentiles
// of lists, of searches and of the board, beside a durable commit of the same run.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "congress/allocation/v1/organisation_service.grpc.pb.h"
#include "congress/dossiers/v1/dossier_service.grpc.pb.h"
#include "congress/dossiers/v1/eligibility_service.grpc.pb.h"
#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_rule_service.grpc.pb.h"
#include "platform/status/strings.h"
#include "tests/support/process.h"
#include "tests/support/suite.h"

namespace congress {
namespace {

namespace v1 = dossiers::v1;

constexpr int kPersons = 100'000;
constexpr int kUnits = 136;
constexpr int kDossiers = 5'000;
constexpr int kBatch = 500;
constexpr int kCalls = 300;

const char* const kGiven[] = {"An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hòa", "Khánh", "Lan", "Minh", "Nga", "Phúc"};
const char* const kMiddle[] = {"Văn", "Thị", "Đức", "Ngọc", "Quang", "Thanh", "Xuân"};
const char* const kFamily[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ"};

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "find_bench: %s\n", why.c_str());
  std::exit(1);
}

class Bench {
 public:
  Bench()
      : persons_(v1::PersonService::NewStub(suite_.channel())),
        dossiers_(v1::DossierService::NewStub(suite_.channel())) {}

  void Run() {
    ImportUnits();
    FillPersons();
    FillDossiers();
    const double commit = Measure("a durable commit", 100, [&] { return Rename(); });
    v1::ListPersonsRequest page;
    const double uncleared = Bound("a page of 100, uncleared", 5, [&] { return List(page); });
    v1::ListPersonsRequest unit;
    unit.set_organisation("organisations/unit-7");
    Bound("a page of a unit's", 5, [&] { return List(unit); });
    unit.set_organisation(StrCat("organisations/unit-", kUnits));
    Bound("an empty unit's list", 5, [&] { return List(unit); });
    v1::ListPersonsRequest one;
    one.set_query("tran khong hai");
    Bound("a query with one hit", 5, [&] { return List(one); });
    one.set_query("nguyen van zzz");
    Bound("a query with no hit", 5, [&] { return List(one); });
    one.set_query("nguyen");
    Measure("a query with a third of all", kCalls, [&] { return List(one); });
    v1::GetDossierReadinessRequest board;
    board.set_parent("congresses/x");
    Bound("the board over 5,000 dossiers", 50, [&] {
      v1::GetDossierReadinessResponse answer;
      const auto context = suite_.Admin();
      return dossiers_->GetDossierReadiness(context.get(), board, &answer);
    });
    const double cleared = Measure("a page of 100, cleared", 100, [&] {
      v1::ListPersonsResponse answer;
      const auto context = suite_.Admin();
      return persons_->ListPersons(context.get(), page, &answer);
    });
    std::printf("%-32s %.2f durable commits more than the uncleared one (bound 1)\n", "",
                (cleared - uncleared) / commit);
    JudgeCompleteness();
    WalkGaps();
    JudgeAll();
  }

 private:
  grpc::Status List(const v1::ListPersonsRequest& request) {
    v1::ListPersonsResponse answer;
    const auto context = suite_.As("reader", {"administrator@province"}, annotations::v1::GRADE_UNSPECIFIED);
    return persons_->ListPersons(context.get(), request, &answer);
  }

  // One more than have persons.
  void ImportUnits() {
    allocation::v1::ImportOrganisationsRequest request;
    std::string& csv = *request.mutable_csv();
    csv =
        "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
        "province,Đảng bộ tỉnh,province,,13700,2025-06-30,,2000-01-01\n";
    for (int i = 0; i <= kUnits; ++i) {
      csv += StrCat(i, ",Đảng bộ xã ", i, ",commune,province,100,2025-06-30,,2025-07-01\n");
    }
    allocation::v1::ImportOrganisationsResponse imported;
    const auto organisations = allocation::v1::OrganisationService::NewStub(suite_.channel());
    Check(organisations->ImportOrganisations(suite_.Admin().get(), request, &imported));
    // The directory of organisations follows within a second.
    v1::CreatePersonRequest person;
    person.set_person_id("first");
    person.mutable_person()->set_organisation(StrCat("organisations/unit-", kUnits - 1));
    person.mutable_person()->set_display_name("Lý Thị Đầu Tiên");
    grpc::Status status;
    support::Eventually([&] {
      v1::Person answer;
      status = persons_->CreatePerson(suite_.Admin().get(), person, &answer);
      return status.ok();
    });
    Check(status);
  }

  static std::string NameOf(int i) {
    if (i == 77'777) return "Trần Không Hai";
    return StrCat(kFamily[i % 3 == 0 ? 0 : i % 10], " ", kMiddle[i / 10 % 7], " ", kGiven[i / 70 % 12]);
  }

  void FillPersons() {
    for (int first = 0; first < kPersons; first += kBatch) {
      v1::BatchCreatePersonsRequest request;
      for (int i = first; i < first + kBatch; ++i) {
        v1::NewPerson& item = *request.add_persons();
        item.set_person_id(StrCat("p", i));
        item.mutable_person()->set_organisation(StrCat("organisations/unit-", i % kUnits));
        item.mutable_person()->set_display_name(NameOf(i));
        item.mutable_person()->set_gender(i % 4 == 0 ? v1::Person::FEMALE : v1::Person::MALE);
        // Graded, so that it is sealed.
        item.mutable_person()->set_political_conclusion(std::string(200, 'c'));
        item.mutable_person()->set_health("Loại hai");
        item.mutable_person()->mutable_birth_date()->set_year(1970);
        item.mutable_person()->mutable_birth_date()->set_month(1);
        item.mutable_person()->mutable_birth_date()->set_day(1 + i % 28);
      }
      v1::BatchCreatePersonsResponse answer;
      const auto context = suite_.Admin();
      Check(persons_->BatchCreatePersons(context.get(), request, &answer));
    }
  }

  void FillDossiers() {
    v1::CreateChecklistTemplateRequest create;
    create.set_checklist_template_id("t");
    v1::ChecklistTemplate& checklist = *create.mutable_checklist_template();
    checklist.set_organisation("organisations/province");
    checklist.set_display_name("Nhân sự cấp ủy");
    checklist.set_legal_basis("Giả định");
    checklist.add_purposes("committee");
    checklist.mutable_effective_date()->set_year(2025);
    checklist.mutable_effective_date()->set_month(1);
    checklist.mutable_effective_date()->set_day(1);
    for (int i = 0; i < 12; ++i) {
      v1::ChecklistItem& item = *checklist.add_items();
      item.set_item_id(StrCat("i", i));
      item.set_title(StrCat("Thành phần ", i));
      item.set_required(true);
    }
    v1::ChecklistTemplate made;
    const auto context = suite_.Admin();
    Check(dossiers_->CreateChecklistTemplate(context.get(), create, &made));
    for (int first = 0; first < kDossiers; first += kBatch) {
      v1::BatchCreateDossiersRequest request;
      request.set_parent("congresses/x");
      for (int i = first; i < first + kBatch; ++i) {
        v1::NewDossier& item = *request.add_dossiers();
        item.set_dossier_id(StrCat("d", i));
        item.mutable_dossier()->set_person(StrCat("persons/p", i));
        item.mutable_dossier()->set_organisation(StrCat("organisations/unit-", i % kUnits));
        item.mutable_dossier()->set_purpose("committee");
        item.mutable_dossier()->set_template_("checklistTemplates/t");
        item.mutable_dossier()->set_position_kind("committee-member");
        item.mutable_dossier()->set_candidacy(v1::INCUMBENT);
      }
      v1::BatchCreateDossiersResponse answer;
      const auto batch = suite_.Admin();
      Check(dossiers_->BatchCreateDossiers(batch.get(), request, &answer));
    }
  }

  grpc::Status Rename() {
    v1::UpdatePersonRequest request;
    request.mutable_person()->set_name("persons/p1");
    request.mutable_person()->set_display_name(StrCat("Nguyễn Đổi ", ++renamed_));
    v1::Person answer;
    const auto context = suite_.Admin();
    return persons_->UpdatePerson(context.get(), request, &answer);
  }

  void WalkGaps() {
    v1::ListDossierGapsRequest request;
    request.set_parent("congresses/x");
    request.mutable_before()->set_year(2025);
    request.mutable_before()->set_month(12);
    request.mutable_before()->set_day(1);
    const auto begin = std::chrono::steady_clock::now();
    int pages = 0;
    do {
      v1::ListDossierGapsResponse answer;
      const auto context = suite_.Admin();
      Check(dossiers_->ListDossierGaps(context.get(), request, &answer));
      request.set_page_token(answer.next_page_token());
      ++pages;
    } while (!request.page_token().empty());
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    std::printf("the gaps of %d dossiers in %d pages: %.2f s\n", kDossiers, pages, taken.count());
    Judge(taken.count() * 1000, 2000);
  }

  // As of a day.
  void JudgeCompleteness() {
    v1::GetDossierReadinessRequest request;
    request.set_parent("congresses/x");
    request.mutable_as_of()->set_year(2025);
    request.mutable_as_of()->set_month(12);
    request.mutable_as_of()->set_day(1);
    const double last = Measure("completeness of 5,000 dossiers", 20, [&] {
      v1::GetDossierReadinessResponse answer;
      const auto context = suite_.Admin();
      return dossiers_->GetDossierReadiness(context.get(), request, &answer);
    });
    Judge(last, 1000);
  }

  // The first page judges all dossiers, for its totals.
  void JudgeAll() {
    v1::CreatePersonnelRuleSetRequest create;
    create.set_personnel_rule_set_id("r");
    v1::PersonnelRuleSet& rules = *create.mutable_personnel_rule_set();
    rules.set_organisation("organisations/province");
    rules.set_display_name("Quy định nhân sự");
    rules.set_legal_basis("Giả định");
    rules.mutable_effective_date()->set_year(2025);
    rules.mutable_effective_date()->set_month(1);
    rules.mutable_effective_date()->set_day(1);
    v1::RetirementAge& age = *rules.add_retirement_ages();
    age.set_gender(v1::Person::MALE);
    age.set_age_months(744);
    for (const char* id : {"months", "standard", "planned", "paper"}) {
      v1::Requirement& requirement = *rules.add_requirements();
      requirement.set_requirement_id(id);
      requirement.set_display_name(id);
    }
    auto& months = *rules.mutable_requirements(0)->mutable_remaining_months();
    months.mutable_reference_month()->set_year(2025);
    months.mutable_reference_month()->set_month(9);
    months.set_minimum(48);
    rules.mutable_requirements(1)->mutable_concluded();
    rules.mutable_requirements(2)->mutable_planned()->set_term("2025-2030");
    rules.mutable_requirements(3)->mutable_shown()->set_item_id("i0");
    v1::PersonnelRuleSet made;
    const auto admin = suite_.Admin();
    Check(v1::PersonnelRuleService::NewStub(suite_.channel())->CreatePersonnelRuleSet(admin.get(), create, &made));
    const auto eligibility = v1::EligibilityService::NewStub(suite_.channel());
    v1::ListEligibilityRequest request;
    request.set_parent("congresses/x");
    const double last = Measure("eligibility of 5,000 dossiers", 20, [&] {
      v1::ListEligibilityResponse answer;
      const auto context = suite_.Admin();
      return eligibility->ListEligibility(context.get(), request, &answer);
    });
    Judge(last, 1000);
  }

  // Prints percentiles in milliseconds; the 99th.
  static double Measure(const char* what, int calls, const std::function<grpc::Status()>& call) {
    std::vector<double> times;
    for (int i = 0; i < calls; ++i) {
      const auto begin = std::chrono::steady_clock::now();
      Check(call());
      const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
      times.push_back(taken.count());
    }
    std::sort(times.begin(), times.end());
    const double last = times[times.size() * 99 / 100];
    std::printf("%-32s p50 %6.2f ms  p99 %6.2f ms\n", what, times[times.size() / 2], last);
    return last;
  }
  static void Judge(double taken, double bound) {
    std::printf("%-32s %.2f x its bound of %.0f ms%s\n", "", taken / bound, bound, taken > bound ? ", above it" : "");
  }
  static double Bound(const char* what, double bound, const std::function<grpc::Status()>& call) {
    const double last = Measure(what, kCalls, call);
    Judge(last, bound);
    return last;
  }
  static void Check(const grpc::Status& status) {
    if (!status.ok()) Fail(status.error_message());
  }

  support::Suite suite_{support::Shape::kOneProcess};
  std::unique_ptr<v1::PersonService::Stub> persons_;
  std::unique_ptr<v1::DossierService::Stub> dossiers_;
  int renamed_ = 0;
};

}  // namespace
}  // namespace congress

int main() {
  congress::Bench().Run();
  return 0;
}
