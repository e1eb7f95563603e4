// Units that end without a successor, who goes on with what ended ones left, and what is no committee.
#include "gtest/gtest.h"
#include "services/allocation/domain/tree/import.h"
#include "services/allocation/domain/tree/lineage_sums.h"
#include "services/allocation/domain/tree/organisation.h"
#include "services/allocation/testing/csv_sample.h"
#include "services/allocation/testing/tree_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Find;
using sample::Imported;
using sample::Planned;

const std::string kColumns =
    "code,name,kind,parent,members,members_as_of,merged_from,valid_from,split_from,takes_over,valid_until,role\n";

// The reason of the first row in error.
std::string FaultOf(const std::string& rows, const std::vector<v1::Organisation>& tree = {}) {
  const Import import = Planned(kColumns + rows, tree);
  for (size_t i = 0; i < import.rows.size(); ++i) {
    if (import.rows[i].state() == v1::ImportRow::ERROR) return import.reasons[i].en;
  }
  return "";
}

TEST(Ends, ADistrictEndsWhileItsCommunesMoveUp) {
  const auto tree = Imported(kColumns +
                             "d,Huyện D,district,,10,2025-06-10,,1990-01-01,,,2025-07-01,\n"
                             "a,Xã A,former-commune,d,,,,1990-01-01,,,,\n"
                             "c,Xã C,commune,,10,2025-06-10,a,2025-07-01,,,,\n");
  const auto& district = Find(tree, "d");
  EXPECT_EQ(district.state(), v1::Organisation::ENDED);
  EXPECT_EQ(district.valid_until().month(), 7);
  EXPECT_EQ(district.continued_by(), "organisations/province");
  EXPECT_TRUE(district.successor().empty());
  EXPECT_EQ(Find(tree, "a").continued_by(), "organisations/c");
  v1::CheckLineageRequest request;
  request.mutable_as_of()->set_year(2025);
  request.mutable_as_of()->set_month(7);
  request.mutable_as_of()->set_day(1);
  const auto sums = SumUp(tree, request, status::Language::kEnglish);
  EXPECT_EQ(sums.ended_count(), 1);
  EXPECT_EQ(sums.before_count(), 1) << "the district is no former commune";
  EXPECT_TRUE(sums.checks(0).passed());
  for (const auto& count : sums.kind_counts()) {
    EXPECT_EQ(count.ended(), count.kind() == "commune" ? 0 : 1) << count.kind();
    EXPECT_EQ(count.before() - count.ended() + count.begun(), count.after());
  }
}

TEST(Ends, AnEndCanBeTakenBackAndIsKeptWhereAFileSaysNothing) {
  const std::string row = "d,Huyện D,district,,10,2025-06-10,,1990-01-01";
  const auto ended = Imported(kColumns + row + ",,,2025-07-01,\n");
  EXPECT_EQ(Planned(kColumns + row + ",,,2025-07-01,\n", ended).counts.unchanged_count(), 1);
  EXPECT_EQ(Find(Imported(sample::kHeader + row + "\n", ended), "d").state(), v1::Organisation::ENDED);
  const auto standing = Imported(kColumns + row + ",,,,\n", ended);
  EXPECT_EQ(Find(standing, "d").state(), v1::Organisation::ACTIVE);
  EXPECT_FALSE(Find(standing, "d").has_valid_until());
  EXPECT_TRUE(Find(standing, "d").continued_by().empty());
}

TEST(Ends, AMergedUnitMayGiveTheDayOfItsMergerAndNoOther) {
  const std::string successor = "c,Xã C,commune,,10,2025-06-10,a,2025-07-01,,,,\n";
  const auto tree = Imported(kColumns + successor + "a,Xã A,commune,,5,2025-06-10,,1990-01-01,,,2025-07-01,\n");
  EXPECT_EQ(Find(tree, "a").state(), v1::Organisation::MERGED);
  EXPECT_EQ(FaultOf(successor + "a,Xã A,commune,,5,2025-06-10,,1990-01-01,,,2025-07-02,\n"),
            "'a' ends on 2025-07-02 by its column valid_until; the day of the merger or split must be the same");
}

TEST(Ends, RefusesEndsThatCannotBe) {
  EXPECT_EQ(FaultOf("d,D,district,,10,2025-06-10,,2025-07-01,,,2025-07-01,\n"),
            "the day in valid_until must be later than that in valid_from");
  EXPECT_EQ(FaultOf("province,P,province,,,,,,,,2025-07-01,\n"),
            "the root organisation does not end; leave the column valid_until empty");
  EXPECT_EQ(FaultOf("d,D,district,,10,2025-06-10,,1990-01-01,,,2025-07-01,\n"
                    "a,A,commune,d,10,2025-06-10,,1990-01-01,,,,\n"),
            "the column parent names 'd', which has ended");
}

TEST(Ends, OfASplitOnePartTakesOverOrElseItsParent) {
  const std::string whole = "w,W,commune,,10,2025-06-10,,1990-01-01,,,,\n";
  const std::string parts =
      "x,X,commune,,5,2025-06-10,,2025-07-01,w,,,\n"
      "y,Y,commune,,5,2025-06-10,,2025-07-01,w,yes,,\n";
  EXPECT_EQ(Find(Imported(kColumns + whole + parts), "w").continued_by(), "organisations/y");
  std::string none = parts;
  none.replace(none.find("yes"), 3, "no");
  EXPECT_EQ(Find(Imported(kColumns + whole + none), "w").continued_by(), "organisations/province");
  std::string both = parts;
  both.replace(both.find("w,,,"), 4, "w,yes,,");
  EXPECT_EQ(FaultOf(whole + both), "'x' already takes over from 'w'; only one part can");
  EXPECT_EQ(FaultOf("x,X,commune,,5,2025-06-10,,2025-07-01,,yes,,\n"),
            "the column takes_over is for parts of a split; name the unit in split_from");
  EXPECT_EQ(FaultOf("x,X,commune,,5,2025-06-10,,2025-07-01,,maybe,,\n"),
            "the column takes_over must be yes, no or empty, not 'maybe'");
}

TEST(Ends, BodiesAndExternalOrganisationsStandInTheTreeButDoNotCount) {
  const auto tree = Imported(kColumns +
                             "a,Xã A,commune,,10,2025-06-10,,1990-01-01,,,,\n"
                             "btv,Ban Thường vụ,body,,,,,,,,,body\n"
                             "mttq,Ủy ban Mặt trận,front,,,,,,,,,EXTERNAL\n");
  EXPECT_EQ(Find(tree, "a").role(), v1::Organisation::PARTY_COMMITTEE);
  EXPECT_EQ(Find(tree, "btv").role(), v1::Organisation::BODY);
  EXPECT_EQ(Find(tree, "mttq").role(), v1::Organisation::EXTERNAL);
  EXPECT_FALSE(IsCommittee(Find(tree, "btv")));
  const auto sums = SumUp(tree, {}, status::Language::kEnglish);
  EXPECT_EQ(sums.active_count(), 1);
  EXPECT_EQ(sums.members(), 10);
  EXPECT_EQ(FaultOf("a,A,commune,,10,2025-06-10,,,,,,ministry\n"),
            "the column role must be party-committee, body or external, not 'ministry'");
  // A file without the column leaves what is known.
  EXPECT_EQ(Find(Imported(sample::kHeader + "btv,Ban Thường vụ,body,,0,,,\n", tree), "btv").role(),
            v1::Organisation::BODY);
}

TEST(Ends, APartyCommitteeStandsOnlyUnderPartyCommittees) {
  const std::string above =
      "btv,Ban Thường vụ,body,,,,,,,,,body\n"
      "mttq,Ủy ban Mặt trận,front,,,,,,,,,EXTERNAL\n";
  for (const std::string parent : {"btv", "mttq"}) {
    EXPECT_EQ(FaultOf(StrCat(above, "a,Xã A,commune,", parent, ",10,2025-06-10,,1990-01-01,,,,\n")),
              StrCat("a Party committee stands only under Party committees; '", parent,
                     "' is a body or an external organisation"));
  }
  EXPECT_EQ(FaultOf(StrCat(above, "tg,Tổ giúp việc,body,btv,,,,,,,,body\n")), "");
  // One that becomes a body is told of those under it; what an older version took stands.
  auto tree = Imported(
      kColumns + "h,Huyện,district,,10,2025-06-10,,1990-01-01,,,,\na,Xã A,commune,h,10,2025-06-10,,1990-01-01,,,,\n");
  EXPECT_EQ(FaultOf("h,Huyện,district,,10,2025-06-10,,1990-01-01,,,,body\n", tree),
            "a: a Party committee stands only under Party committees; 'h' is a body or an external organisation");
  for (v1::Organisation& organisation : tree) {
    if (organisation.code() == "h") organisation.set_role(v1::Organisation::BODY);
  }
  EXPECT_EQ(FaultOf("a,Xã A,commune,h,11,2025-06-10,,1990-01-01,,,,\n", tree), "");
}

// What is below a unit that ends goes along with its work, on the day and by itself.
TEST(Ends, ThoseBelowAMergedUnitStandUnderItsSuccessorFromTheDayOn) {
  const std::string units =
      "k,Xã K,commune,,5,2025-06-10,,1990-01-01,,,,\nac,Chi bộ AC,cell,k,5,2025-06-10,,1990-01-01,,,,\n";
  const auto before = Imported(kColumns + units);
  const std::string merger = "n,Xã N,commune,,5,2025-06-10,k,2025-07-04,,,,\n";
  const std::string below_new = "ac,Chi bộ AC,cell,n,5,2025-06-10,,1990-01-01,,,,\n";
  const auto parent_on = [](const sample::Tree& tree, absl::CivilDay day) {
    return ParentOn(Find(tree, "ac"), day, [&](std::string_view name) -> const v1::Organisation* {
      const auto& found = Find(tree, std::string(name.substr(name.find('/') + 1)));
      return found.name().empty() ? nullptr : &found;
    });
  };
  // Whether the file says nothing of them or puts them under the new unit.
  for (const std::string& file : {merger, merger + below_new}) {
    SCOPED_TRACE(file);
    const Import planned = Planned(kColumns + file, before);
    ASSERT_TRUE(RefuseErrors(planned).ok()) << RefuseErrors(planned);
    const auto tree = Imported(kColumns + file, before);
    EXPECT_EQ(parent_on(tree, absl::CivilDay(2025, 7, 3)), "organisations/k");
    EXPECT_EQ(parent_on(tree, absl::CivilDay(2025, 7, 4)), "organisations/n");
    EXPECT_EQ(AsOf(Find(tree, "k"), absl::CivilDay(2025, 7, 3)).state(), v1::Organisation::ACTIVE);
    EXPECT_EQ(AsOf(Find(tree, "k"), absl::CivilDay(2025, 7, 4)).state(), v1::Organisation::MERGED);
    EXPECT_EQ(SumUp(tree, {}, status::Language::kEnglish).active_count(), 1);
    // Afterwards a file may say so too, or say what is on record; for another the closed unit is not there any more.
    const absl::CivilDay later(2025, 8, 1);
    EXPECT_TRUE(Planned(kColumns + below_new, tree, later).writes.empty());
    const Import same = Planned(kColumns + "ac,Chi bộ AC,cell,k,5,2025-06-10,,1990-01-01,,,,\n", tree, later);
    EXPECT_EQ(same.counts.unchanged_count(), 1) << same.reasons[0].en;
    EXPECT_TRUE(same.writes.empty());
    sample::ExpectFault(Planned(kColumns + "new,Chi bộ,cell,k,6,2025-07-10,,1990-01-01,,,,\n", tree, later), 2,
                        "the column parent names 'k', which was merged into n");
    EXPECT_EQ(Planned(kColumns + "x,Xã X,commune,,5,2025-06-10,,1990-01-01,,,,\n", tree, later).writes.size(), 1U);
  }
  EXPECT_EQ(Planned(kColumns + merger + below_new, before).reasons[1].en,
            "parent changes on 2025-07-04, when the present one ends");
}

// What is put under a unit that is yet to begin would be lost today to who stands above it now.
TEST(Ends, NothingMovesBeforeItsNewParentBegins) {
  const std::string member = ",commune,,5,2025-06-10,";
  const auto before = Imported(StrCat(kColumns, "a,Xã A", member, ",1990-01-01,,,,\nb,Xã B", member,
                                      ",1990-01-01,,,,\nac,Chi bộ AC,cell,a,5,2025-06-10,,1990-01-01,,,,\n"));
  const auto below = [](const std::string& parent) {
    return StrCat("ac,Chi bộ AC,cell,", parent, ",5,2025-06-10,,1990-01-01,,,,\n");
  };
  const std::string chain = StrCat("m,Xã M", member, "a,2025-07-02,,,,\nn,Xã N", member, "m;b,2025-07-04,,,,\n");
  for (const char* parent : {"m", "n"}) {
    const auto tree = Imported(StrCat(kColumns, chain, below(parent)), before);
    EXPECT_EQ(Find(tree, "ac").parent(), "organisations/a") << parent;
  }
  const std::string split = StrCat("a1,Xã A1", member, ",2025-07-03,a,yes,,\na2,Xã A2", member, ",2025-07-03,a,,,\n");
  EXPECT_EQ(Find(Imported(StrCat(kColumns, split, below("a1")), before), "ac").parent(), "organisations/a");
  EXPECT_EQ(FaultOf(StrCat(split, below("a2")), before),
            "'a2' in the column parent begins on 2025-07-03; move the unit by a file of that day");
  const auto tree = Imported(kColumns + split, before);
  EXPECT_EQ(Find(Imported(kColumns + below("a2"), tree, absl::CivilDay(2025, 7, 3)), "ac").parent(),
            "organisations/a2");
}

// Those below go where its work goes, also when that is corrected; they do not come to stand below themselves.
TEST(Ends, ACorrectedMergerTakesThoseBelowAlong) {
  const std::string k = "k,Xã K,commune,,5,2025-06-10,,1990-01-01";
  const auto before = Imported(kColumns + k + ",,,,\nac,Chi bộ AC,cell,k,5,2025-06-10,,1990-01-01,,,,\n");
  const std::string n = "n,Xã N,commune,,5,2025-06-10,";
  const std::string m = "m,Xã M,commune,,5,2025-06-10,";
  const std::string from = ",2025-07-01,,,,\n";
  const auto merged = Imported(StrCat(kColumns, n, "k", from, m, from), before);
  const auto corrected = Imported(StrCat(kColumns, n, from, m, "k", from), merged);
  const auto find = [&](std::string_view name) -> const v1::Organisation* {
    return &Find(corrected, std::string(name.substr(name.find('/') + 1)));
  };
  EXPECT_EQ(ParentOn(Find(corrected, "ac"), sample::kMergerDay, find), "organisations/m");
  // Nor do they come to stand below themselves, whatever becomes of one that has ended already.
  const auto ended = Imported(StrCat(kColumns, k, ",,,2025-07-01,\n"), before);
  EXPECT_EQ(FaultOf("k,Xã K,commune,ac,5,2025-06-10,,1990-01-01,,,2025-07-01,\n", ended),
            "ac: the parents lead in a circle back to this unit");
  EXPECT_EQ(
      FaultOf("y,Xã Y,commune,ac,5,2025-06-10,,2025-07-01,k,yes,,\nz,Xã Z,commune,,5,2025-06-10,,2025-07-01,k,,,\n",
              ended),
      "ac: the parents lead in a circle back to this unit; the parents lead in a circle back to this unit");
}

// The unit would stand below itself from the day on.
TEST(Ends, RefusesCirclesThatComeWithAMerger) {
  EXPECT_EQ(FaultOf("k,Xã K,commune,,5,2025-06-10,,1990-01-01,,,,\nac,Chi bộ AC,cell,k,5,2025-06-10,,1990-01-01,,,,\n"
                    "n,Xã N,commune,ac,5,2025-06-10,k,2025-09-04,,,,\n"),
            "the parents lead in a circle back to this unit");
}

TEST(Ends, RecordsOfOlderVersionsAreWholeWhenTheyAreRead) {
  v1::Organisation merged;
  merged.set_state(v1::Organisation::MERGED);
  merged.set_successor("organisations/c");
  EXPECT_EQ(Plain(merged).continued_by(), "organisations/c");
  EXPECT_EQ(Plain(merged).role(), v1::Organisation::PARTY_COMMITTEE);
}

}  // namespace
}  // namespace congress::allocation
