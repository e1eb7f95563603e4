// What doctor says of a register from which somebody has deleted records that no list shows.
#include "platform/maintenance/examination.h"
#include "platform/rpc/records.h"
#include "services/drafting/install.h"
#include "services/drafting/testing/scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class NumberCompanions : public ::testing::Test {
 protected:
  NumberCompanions() {
    EXPECT_THAT(scene_.Call(&Register::CreateNumberSeries,
                            "number_series_id: 'qd' number_series { organisation: 'organisations/province' "
                            "issuer: 'Tỉnh ủy' issuer_symbol: 'TU' term: '2025-2030' document_type: 'QĐ' }"),
                IsOk());
    for (const char* plan : {"a", "b"}) {
      EXPECT_THAT(scene_.Call(&Register::ReserveNumber,
                              StrCat("parent: 'numberSeries/qd' number_entry { title: 'Phân bổ đại biểu' intention: "
                                     "'congresses/xx/plans/",
                                     plan, "' }"),
                              "administrator@province"),
                  IsOk());
    }
    EXPECT_THAT(scene_.Call(&Issuing::IssuePaper,
                            std::string("parent: 'numberSeries/qd' intention: 'papers/c' paper { abstract: 'x' }")),
                IsOk());
  }
  // What is told of records that lack another one.
  std::vector<std::string> Examined() {
    std::vector<std::string> texts;
    maintenance::Report report("drafting", status::Language::kEnglish,
                               [&](const maintenance::v1::ExamineServiceResponse& part) {
                                 if (part.finding().kind() == maintenance::v1::RECORD_LACKS_COMPANION) {
                                   EXPECT_EQ(part.finding().severity(), maintenance::v1::Finding::FAULT);
                                   texts.push_back(part.finding().text());
                                 }
                                 return absl::OkStatus();
                               });
    const maintenance::Subject subject{.service = "drafting",
                                       .keyspace = "drafting",
                                       .version = "1",
                                       .store = store(),
                                       .companions = Service().companions};
    EXPECT_THAT(maintenance::Examine(
                    subject, absl::Now(), [] { return absl::OkStatus(); }, report),
                IsOk());
    return texts;
  }
  store::Store& store() { return scene_.service().store(); }

  Scene scene_;
};

TEST_F(NumberCompanions, ThatAreMissingAreTold) {
  EXPECT_THAT(Examined(), IsEmpty());
  const auto terms = store().Scan(store::Range::Prefix(rpc::RecordKey("TermSeries", "")), 2);
  ASSERT_THAT(terms, IsOk());
  ASSERT_EQ(terms->size(), 1u);
  const std::string term = terms->front().key;
  const std::string counter = rpc::RecordKey("NumberCounter", "numberSeries/qd/counter");
  const std::string intention = rpc::RecordKey("NumberIntention", "numberSeries/qd/intentions/congresses/xx/plans/a");
  const std::string text = rpc::RecordKey("IssuedPaperText", "numberSeries/qd/papers/000003/text");
  for (const std::string& lost : {term, counter, intention, text}) {
    const auto record = store().Get(lost);
    ASSERT_THAT(record, IsOk()) << lost;
    ASSERT_THAT(store().Commit({.writes = {{.key = lost}}}), IsOk());
    EXPECT_THAT(Examined(), ElementsAre(HasSubstr(lost)));
    ASSERT_THAT(store().Commit({.writes = {{.key = lost, .value = record->value}}}), IsOk());
  }
  EXPECT_THAT(Examined(), IsEmpty());
  // As a second series makes it, once the first one is forgotten.
  ASSERT_THAT(store().Commit({.writes = {{.key = term, .value = ""}}}), IsOk());
  EXPECT_THAT(Examined(), ElementsAre(HasSubstr(term)));
}

}  // namespace
}  // namespace congress::drafting
