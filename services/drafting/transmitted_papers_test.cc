// Issued papers that are sent: who reads them, and what became of them since.
#include "gmock/gmock.h"
#include "services/drafting/testing/issuing_scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

class IssuedPapersSent : public IssuingTest {
 protected:
  absl::StatusOr<v1::Transmission> Send(const std::string& id, const std::string& paper) {
    return scene.Call(
        &Sending::CreateTransmission,
        StrCat("transmission_id: '", id, "' transmission { organisation: 'organisations/province' purpose: ",
               "FOR_IMPLEMENTATION title: 'Quyết định' papers { paper: '", paper,
               "' } } receivers: 'organisations/a'"));
  }
  // What the receiver is told of the paper.
  v1::TransmittedPaper Told(const std::string& id) {
    const auto read =
        scene.Call(&Sending::GetDelivery, StrCat("name: 'transmissions/", id, "/deliveries/a'"), "reader@a");
    EXPECT_THAT(read, IsOk());
    return read.ok() ? read->papers(0) : v1::TransmittedPaper();
  }
};

TEST_F(IssuedPapersSent, AreReadWithTheirFilesByWhoReceivesThem) {
  ASSERT_OK_AND_ASSIGN(const auto paper, Publish("one"));
  const std::string named = StrCat("name: '", paper.name(), "'");
  EXPECT_THAT(scene.Call(&Issuing::GetIssuedPaper, named, "reader@a"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Download(StrCat(paper.name(), "/files/pdf"), "reader@a"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto sent, Send("qd", paper.name()));
  EXPECT_EQ(sent.papers(0).number(), paper.printed());
  EXPECT_EQ(sent.papers(0).title(), paper.title());
  EXPECT_EQ(sent.papers(0).sha256().size(), 64u);
  EXPECT_EQ(sent.papers(0).state(), v1::IssuedPaper::ISSUED);
  EXPECT_THAT(scene.Call(&Issuing::GetIssuedPaper, named, "reader@a"), IsOk());
  EXPECT_THAT(Download(StrCat(paper.name(), "/files/pdf"), "reader@a"), IsOk());
  EXPECT_THAT(scene.Call(&Issuing::GetIssuedPaper, named, "reader@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Download(StrCat(paper.name(), "/files/pdf"), "reader@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(scene.Call(&Sending::ListTransmissions, StrCat("paper: '", paper.name(), "'"))->transmissions_size(), 1);
}

TEST_F(IssuedPapersSent, TellWhatBecameOfThem) {
  ASSERT_OK_AND_ASSIGN(const auto first, Publish("one"));
  ASSERT_THAT(Send("first", first.name()), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto second, Publish("two", StrCat("supersedes: '", first.name(), "'")));
  EXPECT_EQ(Told("first").state(), v1::IssuedPaper::SUPERSEDED);
  EXPECT_EQ(Told("first").superseded_by(), second.name());
  EXPECT_THAT(Send("again", first.name()), StatusIs(kFailed, "PAPER_NOT_IN_FORCE"));
  ASSERT_THAT(Send("second", second.name()), IsOk());
  ASSERT_THAT(Recall(second.name()), IsOk());
  EXPECT_EQ(Told("second").state(), v1::IssuedPaper::RECALLED);
}

}  // namespace
}  // namespace congress::drafting
