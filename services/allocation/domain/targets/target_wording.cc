#include "services/allocation/domain/targets/target_wording.h"

#include "absl/strings/str_join.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan_line.h"
#include "services/allocation/domain/targets/spread.h"

namespace congress::allocation {
namespace {

using status::Teller;
using v1::Target;
using v1::TargetGap;
using v1::TargetSpread;

// `Đại biểu nữ: ít nhất 75 trong 500 đại biểu (15/100), bắt buộc.`
std::string Demand(const Target& target, const TargetSpread& spread, const LineNames& names, const Teller& tell) {
  std::string share;
  if (target.has_share()) {
    share = tell(TargetSpread::SHARE, {{"numerator", StrCat(target.share().numerator())},
                                       {"denominator", StrCat(target.share().denominator())}});
  }
  std::string tolerance;
  if (target.tolerance() > 0) tolerance = tell(TargetSpread::TOLERANCE, {{"tolerance", StrCat(target.tolerance())}});
  return tell(target.organisation().empty() ? TargetSpread::DEMAND : TargetSpread::DEMAND_OF,
              {{"target", target.display_name()},
               {"organisation", names.Of(target.organisation())},
               {"sense", SenseOf(target, tell)},
               {"wanted", StrCat(spread.wanted())},
               {"base", StrCat(spread.base())},
               {"share", share},
               {"tolerance", tolerance},
               {"force", tell(target.binding() ? TargetSpread::BINDING : TargetSpread::GUIDING)}});
}

std::string Sources(const TargetSpread& spread, const Teller& tell) {
  int64_t of_lines = 0;
  for (const v1::TargetPart& part : spread.parts()) of_lines += part.count();
  std::string beside;
  if (spread.ex_officio() > 0) beside = tell(TargetSpread::EX_OFFICIO, {{"count", StrCat(spread.ex_officio())}});
  if (spread.appointed() > 0) beside += tell(TargetSpread::APPOINTED, {{"count", StrCat(spread.appointed())}});
  return tell(TargetSpread::SOURCES,
              {{"spread", StrCat(spread.spread())}, {"of_lines", StrCat(of_lines)}, {"beside", beside}});
}

// The organisations whose number is not their ideal rounded up or down.
std::string Moved(const TargetSpread& spread, const LineNames& names) {
  google::protobuf::RepeatedPtrField<std::string> moved;
  for (const v1::TargetPart& part : spread.parts()) {
    const Ratio ideal{part.ideal_numerator(), part.ideal_denominator()};
    if (part.count() < ideal.Floor() || part.count() > ideal.Ceiling()) *moved.Add() = part.organisation();
  }
  return names.Of(moved);
}

std::string InWords(const TargetGap& gap, const LineNames& names, const Teller& tell) {
  return tell(gap.cause(), {{"needed", StrCat(gap.needed())},
                            {"available", StrCat(gap.available())},
                            {"targets", absl::StrJoin(gap.targets(), ", ")},
                            {"organisations", names.Of(gap.organisations())}});
}

}  // namespace

std::string SenseOf(const Target& target, const Teller& tell) { return tell(target.sense()); }

std::string GroupOf(const Target& target, const Teller& tell) {
  return tell(target.group(), {{"age", StrCat(target.age())}, {"sector", target.sector()}});
}

void TellSpread(const Target& target, const LineNames& names, const Teller& tell, TargetSpread* spread) {
  spread->clear_sentences();
  spread->add_sentences(Demand(target, *spread, names, tell));
  spread->add_sentences(Sources(*spread, tell));
  for (const v1::TargetTie& tie : spread->ties()) {
    spread->add_sentences(tell(TargetSpread::TIE, {{"organisations", names.Of(tie.organisations())},
                                                   {"winners", tie.winners().empty() ? tell(TargetSpread::NO_WINNER)
                                                                                     : names.Of(tie.winners())}}));
  }
  if (const std::string moved = Moved(*spread, names); !moved.empty()) {
    spread->add_sentences(tell(TargetSpread::MOVED, {{"organisations", moved}}));
  }
  for (TargetGap& gap : *spread->mutable_gaps()) {
    gap.set_description(InWords(gap, names, tell));
    spread->add_sentences(tell(TargetSpread::UNMET, {{"gap", gap.description()}}));
  }
}

}  // namespace congress::allocation
