#include "services/allocation/certificate/verify_plan.h"

#include <algorithm>
#include <map>

#include "platform/status/strings.h"
#include "services/allocation/certificate/verify.h"

namespace congress::allocation {
namespace {

class PlanCheck {
 public:
  explicit PlanCheck(const v1::AllocationPlan& plan) : plan_(plan) {}

  std::vector<std::string> Run() {
    for (const v1::PoolOutcome& pool : plan_.pools()) CheckPool(pool);
    int64_t seats = 0;
    for (const v1::AllocationLine& line : plan_.lines()) {
      CheckLine(line);
      seats += line.seats();
    }
    const v1::AllocationTotals& totals = plan_.totals();
    if (seats + plan_.rule().appointed_count() != totals.elected() + totals.appointed() ||
        totals.total() != totals.ex_officio() + totals.elected() + totals.appointed()) {
      findings_.push_back("the totals are not the sums of the lines");
    }
    return std::move(findings_);
  }

 private:
  using Seats = std::map<std::string, int64_t, std::less<>>;

  void Refuse(const v1::PoolOutcome& pool, std::string_view what) {
    findings_.push_back(StrCat("pool '", pool.pool(), "': ", what));
  }

  // Checks a certificate and notes the seats that it proves.
  void Check(const v1::PoolOutcome& pool, const v1::Certificate& certificate, Seats* proved) {
    for (const std::string& finding : VerifyCertificate(certificate)) Refuse(pool, finding);
    if (certificate.plan_inputs_sha256() != plan_.inputs_sha256()) Refuse(pool, "the certificate is of other inputs");
    if (certificate.rule_set() != StrCat(plan_.rule().name(), " version ", plan_.rule().version())) {
      Refuse(pool, "the certificate is of another rule set");
    }
    for (const v1::CertifiedUnit& unit : certificate.units()) {
      if (!std::string_view(unit.key()).starts_with(kAllianceKey)) proved->emplace(unit.key(), unit.seats());
    }
  }

  int64_t SeatsIn(const v1::AllocationLine& line, const std::string& pool) const {
    if (plan_.rule().has_member_step()) return line.member_seats();
    const auto found = std::find_if(line.pools().begin(), line.pools().end(),
                                    [&](const v1::PoolSeats& seats) { return seats.pool() == pool; });
    return found == line.pools().end() ? 0 : found->seats();
  }

  void CheckPool(const v1::PoolOutcome& pool) {
    const auto& pools = plan_.rule().pools();
    const auto rule =
        std::find_if(pools.begin(), pools.end(), [&](const v1::Pool& one) { return one.id() == pool.pool(); });
    const bool ruled = rule != pools.end();
    const int64_t each = ruled ? std::max<int64_t>(1, rule->seats_per_claim()) : 1;
    // Who is raised has more than the certificate proves.
    const int64_t least = ruled && rule->shared().growth() == v1::RAISE ? rule->minimum() : 0;
    Seats proved;
    if (pool.has_certificate()) Check(pool, pool.certificate(), &proved);
    for (const v1::AllianceOutcome& alliance : pool.alliances()) {
      if (alliance.has_certificate()) Check(pool, alliance.certificate(), &proved);
    }
    int64_t sum = 0;
    for (const v1::AllocationLine& line : plan_.lines()) {
      const int64_t seats = SeatsIn(line, pool.pool());
      sum += seats;
      const auto unit = proved.find(line.code());
      if (unit == proved.end()) continue;
      const bool raised = least > 0 && seats == least * each && unit->second < least;
      if (seats != unit->second * each && !raised) {
        Refuse(pool,
               StrCat("'", line.code(), "' has ", seats, " seats, and the certificate proves ", unit->second * each));
      }
    }
    if (sum != pool.seats()) Refuse(pool, StrCat("its seats are ", pool.seats(), ", and its lines make ", sum));
  }

  void CheckLine(const v1::AllocationLine& line) {
    int64_t by_pools = 0;
    for (const v1::PoolSeats& seats : line.pools()) by_pools += seats.seats();
    const bool within = plan_.rule().ex_officio_within_seats();
    const int64_t seats =
        line.base_seats() + line.member_seats() + line.addition_seats() - (within ? line.ex_officio_seats() : 0);
    if (line.seats() != seats || (!plan_.rule().has_member_step() && by_pools != line.member_seats())) {
      findings_.push_back(StrCat("'", line.code(), "': the parts of its seats do not add up"));
    }
  }

  const v1::AllocationPlan& plan_;
  std::vector<std::string> findings_;
};

}  // namespace

std::vector<std::string> VerifyPlan(const v1::AllocationPlan& plan) { return PlanCheck(plan).Run(); }

}  // namespace congress::allocation
