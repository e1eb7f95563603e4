// What sealing costs: records opened, pages and searches over 100,000 persons, sealed and as older versions wrote them,
// in one run and one process; then 10,000 keys wrapped anew, and what is served meanwhile. Commits of the audit are
// aside.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "congress/operations/v1/operation_service.pb.h"
#include "platform/auth/token.h"
#include "platform/content/key_wrap.h"
#include "platform/operations/rewrap.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/index_writes.h"
#include "platform/rpc/records.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
#include "services/dossiers/records.h"
#include "tests/support/temporary_folder.h"

namespace congress {
namespace {

using dossiers::kPersons;
using dossiers::v1::Person;
using Clock = std::chrono::steady_clock;

constexpr int kCount = 100'000;
constexpr int kBatch = 400;
constexpr int kKeys = 10'000;
constexpr std::chrono::seconds kTime(2);

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "seal_bench: %s\n", status.ToString().c_str());
  std::exit(1);
}

rpc::PageRequest Paged(int size) {
  rpc::PageRequest page;
  page.page_size = size;
  return page;
}

Person PersonOf(int i) {
  Person person;
  person.set_name(StrCat("persons/p", i));
  person.set_organisation(StrCat("organisations/unit-", i % 136));
  person.set_display_name(i == 77'777 ? "Trần Không Hai" : StrCat("Nguyễn Văn ", i % 7 == 0 ? "An" : "Bình"));
  person.set_position_title("Phó Bí thư Đảng ủy xã");
  person.mutable_birth_date()->set_year(1970);
  person.mutable_birth_date()->set_month(1);
  person.mutable_birth_date()->set_day(1 + i % 28);
  person.set_ethnicity("Kinh");
  for (int year = 2020; year < 2025; ++year) {
    auto& assessment = *person.add_assessments();
    assessment.set_year(year);
    assessment.set_outcome("Hoàn thành tốt nhiệm vụ");
  }
  person.set_political_conclusion(std::string(400, 'c'));
  person.set_health(std::string(200, 'h'));
  person.set_assets(std::string(600, 'a'));
  return person;
}

// Persons of one service on a store of its own.
class Persons {
 public:
  Persons(const std::string& url, bool sealed, int count)
      : store_(*store::Open(url, "dossiers")),
        keys_(wrap_),
        gate_({.verifier = verifier_, .roles = auth::Roles::Default(), .store = *store_, .keys = &keys_}) {
    principal_.subject = "bench";
    principal_.bindings = {{"administrator", "organisations/province"}};
    principal_.clearance = annotations::v1::SENSITIVE;
    for (int first = 0; first < count; first += kBatch) {
      const int end = std::min(count, first + kBatch);
      sealed ? FillSealed(first, end) : FillPlain(first, end);
    }
  }

  void Do(const std::function<absl::Status(rpc::Call&)>& work) { Check(gate_.Perform(principal_, "bench", work)); }
  void Open(int i) {
    Do([i](rpc::Call& call) -> absl::Status {
      const auto person = kPersons.Load(call, StrCat("persons/p", i));
      if (person.ok() && person->health().empty()) return absl::DataLossError("nothing is graded");
      return person.status();
    });
  }
  void Page(const std::string& after) {
    Do([&](rpc::Call& call) -> absl::Status {
      rpc::Query<Person> query;
      query.filter.push_back({.field = "organisation", .op = rpc::Term::Operator::kEquals, .value = after});
      const auto page = kPersons.Find(call, "persons/", Paged(100), query);
      if (page.ok() && page->items.size() != 100) return absl::DataLossError("no full page");
      return page.status();
    });
  }
  void Search() {
    Do([](rpc::Call& call) -> absl::Status {
      rpc::Query<Person> query;
      query.filter.push_back({.field = "display_name", .op = rpc::Term::Operator::kHas, .value = "tran khong hai"});
      const auto page = kPersons.Find(call, "persons/", Paged(100), query);
      if (page.ok() && page->items.size() != 1) return absl::DataLossError("not one hit");
      return page.status();
    });
  }
  void AddProcessKey() { wrap_.Become(content::KeyWrap({{"k1", first_}, {"k2", content::DataKey::Random()}}, "k2")); }
  // As a process does it.
  void Rewrap() {
    operations::Operations work("dossiers", gate_, signer_);
    work.Register("RewrapKeys", operations::RewrapWork("dossiers", &keys_));
    std::string name;
    Do([&](rpc::Call& call) {
      name = work.Begin(call, "RewrapKeys", auth::kProvince, operations::v1::RewrapKeysRequest()).name();
      return absl::OkStatus();
    });
    std::jthread running([&](const std::stop_token& stop) { work.Run(stop); });
    for (bool done = false; !done; std::this_thread::sleep_for(std::chrono::milliseconds(2))) {
      Do([&](rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const auto operation, operations::Operations::all().Load(call, name));
        done = operation.state() == operations::v1::Operation::DONE;
        return absl::OkStatus();
      });
    }
  }

 private:
  void FillSealed(int first, int end) {
    Do([&](rpc::Call& call) {
      for (int i = first; i < end; ++i) kPersons.Put(call, PersonOf(i));
      return absl::OkStatus();
    });
  }
  // As versions before wrote them.
  void FillPlain(int first, int end) {
    store::Batch batch;
    for (int i = first; i < end; ++i) {
      const Person person = PersonOf(i);
      const std::string key = rpc::RecordKey("Person", person.name());
      batch.writes.push_back({.key = key, .value = person.SerializeAsString(), .organisation = person.organisation()});
      const auto entries = kPersons.EntriesOf({.key = key, .value = person.SerializeAsString(), .revision = 1});
      Check(entries.status());
      rpc::AddEntryWrites({}, *entries, &batch);
    }
    Check(store_->Commit(batch).status());
  }

  const content::DataKey first_ = content::DataKey::Random();
  const content::KeyWrap wrap_{{{"k1", first_}}, "k1"};
  const std::unique_ptr<store::Store> store_;
  auth::Verifier verifier_;
  auth::Principal principal_;
  const auth::Signer signer_{"process-dossiers", *auth::GenerateKey()};
  rpc::SubjectKeys keys_;
  rpc::Gate gate_;
};

// Times a second.
double RateOf(const std::function<void(int)>& work, const std::function<bool()>& more) {
  int done = 0;
  const auto begin = Clock::now();
  for (; more(); ++done) work(done);
  return done / std::chrono::duration<double>(Clock::now() - begin).count();
}

double Rate(const std::function<void(int)>& work) {
  const auto begin = Clock::now();
  return RateOf(work, [begin] { return Clock::now() - begin < kTime; });
}

// Best of three turns each, taken one after the other, so that both see the same machine.
void Compare(const char* what, double bound, const std::function<void(int)>& sealed,
             const std::function<void(int)>& plain) {
  double best_sealed = 0;
  double best_plain = 0;
  for (int turn = 0; turn < 3; ++turn) {
    best_plain = std::max(best_plain, Rate(plain));
    best_sealed = std::max(best_sealed, Rate(sealed));
  }
  std::printf("%-34s %9.0f /s sealed, %9.0f /s plain: %.2f (bound %.2f)\n", what, best_sealed, best_plain,
              best_sealed / best_plain, bound);
}

// Any of all, so that neither store nor keys are remembered by chance.
int Any(int i) { return static_cast<int>(int64_t{i} * 7919 % kCount); }

void Run() {
  const support::TemporaryFolder folder;
  {
    Persons sealed(StrCat("sqlite:", folder.File("sealed.db")), true, kCount);
    Persons plain(StrCat("sqlite:", folder.File("plain.db")), false, kCount);
    Compare(
        "a record opened", 0.5, [&](int i) { sealed.Open(Any(i)); }, [&](int i) { plain.Open(Any(i)); });
    const auto unit = [](int i) { return StrCat("organisations/unit-", i % 136); };
    Compare(
        "a page of 100 of 100,000", 0.5, [&](int i) { sealed.Page(unit(i)); }, [&](int i) { plain.Page(unit(i)); });
    Compare(
        "a search with one hit", 0.5, [&](int) { sealed.Search(); }, [&](int) { plain.Search(); });
  }
  Persons persons(StrCat("sqlite:", folder.File("keys.db")), true, kKeys);
  const auto open = [&](int i) { persons.Open(Any(i) % kKeys); };
  const double before = Rate(open);
  persons.AddProcessKey();
  std::atomic<bool> done = false;
  double seconds = 0;
  std::jthread rewrapping([&] {
    const auto begin = Clock::now();
    persons.Rewrap();
    seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    done = true;
  });
  const double meanwhile = RateOf(open, [&] { return !done; });
  rewrapping.join();
  std::printf("%-34s %9.2f s (bound 10); %.0f /s opened meanwhile, %.0f /s before: %.2f (bound 0.70)\n",
              "10,000 keys wrapped anew", seconds, meanwhile, before, meanwhile / before);
}

}  // namespace
}  // namespace congress

int main() { congress::Run(); }
