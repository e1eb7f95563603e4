// A document of the province and one of a commune, and papers on their way, for tests.
#pragma once

#include <string>
#include <vector>

#include "congress/allocation/v1/organisation.pb.h"
#include "services/drafting/testing/scene.h"

namespace congress::drafting {

inline constexpr char kRevision[] = "congresses/xx/documents/report/revisions/000001";
// Of the commune a.
inline constexpr char kCommuneRevision[] = "congresses/xx/documents/commune/revisions/000001";

// The province's people are an, who sends, and binh; chi is of the communes. `centre` is external.
class TransmissionTest : public ::testing::Test {
 protected:
  TransmissionTest() {
    scene.MakeDocument();
    EXPECT_THAT(scene.Call(&Drafting::CreateDocument,
                           StrCat(Scene::DocumentText("commune"), " document { organisation: 'organisations/a' }")),
                support::IsOk());
    directory::Organisation centre;
    centre.name = "organisations/centre";
    centre.display_name = "Bộ Chính trị";
    centre.role = allocation::v1::Organisation::EXTERNAL;
    scene.service().organisations().Put(centre);
  }

  static std::string Receivers(const std::vector<std::string>& receivers) {
    std::string text;
    for (const std::string& one : receivers) text += StrCat("receivers: 'organisations/", one, "' ");
    return text;
  }
  // What the province sends for implementation, of which `more` may change what a test wants.
  static std::string SendText(const std::string& id, const std::vector<std::string>& receivers,
                              const std::string& more = "", const std::string& paper = kRevision) {
    return StrCat("transmission_id: '", id, "' transmission { organisation: 'organisations/province' ",
                  "purpose: FOR_IMPLEMENTATION title: 'Hướng dẫn đại hội' papers { paper: '", paper, "' } } ",
                  Receivers(receivers), more);
  }
  absl::StatusOr<v1::Transmission> Send(const std::string& id, const std::vector<std::string>& receivers,
                                        const std::string& more = "", const std::string& paper = kRevision) {
    return scene.Call(&Sending::CreateTransmission, SendText(id, receivers, more, paper));
  }
  // The commune's draft, to the province.
  absl::StatusOr<v1::Transmission> SendUp(const std::string& id, const std::string& more = "",
                                          const std::vector<std::string>& receivers = {"province"}) {
    return Send(id, receivers, StrCat("transmission { organisation: 'organisations/a' purpose: FOR_APPROVAL } ", more),
                kCommuneRevision);
  }

  static std::string Name(const std::string& id, const std::string& receiver) {
    return StrCat("name: 'transmissions/", id, "/deliveries/", receiver, "' ");
  }
  absl::StatusOr<v1::Delivery> Get(const std::string& id, const std::string& receiver,
                                   const std::string& binding = "reader@province") {
    return scene.Call(&Sending::GetDelivery, Name(id, receiver), binding);
  }
  absl::StatusOr<v1::Delivery> Receive(const std::string& id, const std::string& receiver,
                                       const std::string& more = "") {
    return scene.CallAs("chi", &Sending::ReceiveDelivery, StrCat(Name(id, receiver), more), StrCat("clerk@", receiver));
  }
  absl::StatusOr<v1::Delivery> Answer(const std::string& id, const std::string& receiver, const std::string& answer,
                                      const std::string& more = "") {
    return scene.CallAs("binh", &Sending::AnswerDelivery,
                        StrCat(Name(id, receiver), "answer { decision: ", answer, " } ", more),
                        StrCat("secretary@", receiver));
  }
  absl::StatusOr<v1::Delivery> Record(const std::string& id, const std::string& receiver, const std::string& more,
                                      const std::string& who = "binh") {
    return scene.CallAs(who, &Sending::RecordDelivery, StrCat(Name(id, receiver), more), "clerk@province");
  }
  absl::StatusOr<v1::Delivery> Reopen(const std::string& id, const std::string& receiver, const std::string& binding,
                                      const std::string& more = "reason: 'Nhầm'") {
    return scene.CallAs("chi", &Sending::ReopenDelivery, StrCat(Name(id, receiver), more), binding);
  }
  absl::StatusOr<v1::Delivery> Withdraw(const std::string& id, const std::string& receiver,
                                        const std::string& more = "reason: 'Nhầm tệp'") {
    return scene.Call(&Sending::WithdrawDelivery, StrCat(Name(id, receiver), more), "clerk@province");
  }
  // Receivers of what the list answers.
  std::vector<std::string> List(const std::string& more, const std::string& binding,
                                const std::string& parent = "transmissions/-") {
    const auto listed = scene.Call(&Sending::ListDeliveries, StrCat("parent: '", parent, "' ", more), binding);
    EXPECT_THAT(listed, support::IsOk());
    std::vector<std::string> names;
    if (!listed.ok()) return names;
    for (const auto& one : listed->deliveries())
      names.push_back(one.name().substr(std::string("transmissions/").size()));
    return names;
  }
  static std::string Day(const std::string& field, int month, int day) {
    return StrCat(field, " { year: 2025 month: ", month, " day: ", day, " } ");
  }

  Scene scene;
};

}  // namespace congress::drafting
