// A round of opinions to try things on, for tests of drafting.
#pragma once

#include <string>

#include "absl/strings/escaping.h"
#include "services/drafting/testing/days.h"
#include "services/drafting/testing/scene.h"

namespace congress::drafting {

// Names the round of the scene, and what is in it.
inline const std::string kInRound = StrCat("parent: '", kRound, "' ");
inline const std::string kNamed = StrCat("name: '", kRound, "' ");

// A scene with a document and a round of organisations a and b, from 16 to 30 June.
class OpinionsTest : public ::testing::Test {
 protected:
  OpinionsTest() {
    scene.MakeDocument();
    scene.MakeRound();
  }
  absl::StatusOr<v1::ListOpinionsResponse> List(const std::string& more,
                                                const std::string& binding = "administrator@province") {
    return scene.Call(&Opinions::ListOpinions, StrCat("parent: '", kRound, "' ", more), binding);
  }
  absl::StatusOr<v1::BatchCreateOpinionsResponse> GiveMany(const std::string& opinions,
                                                           const std::string& binding = "administrator@province") {
    return scene.Call(&Opinions::BatchCreateOpinions, StrCat("parent: '", kRound, "' ", opinions), binding);
  }
  absl::StatusOr<tables::v1::ImportResult> Import(const std::string& csv,
                                                  const std::string& binding = "administrator@province") {
    return scene.Call(&Opinions::ImportOpinions, StrCat("parent: '", kRound, "' csv: '", absl::CEscape(csv), "'"),
                      binding);
  }
  static std::string Opinion(const std::string& unit, const std::string& section, const std::string& text = "Ý kiến") {
    return StrCat("opinions { organisation: 'organisations/", unit, "' section: '", section, "' text: '", text, "' } ");
  }
  static std::string Dispose(const std::string& opinion, const std::string& what, const std::string& reason = "") {
    return StrCat("name: '", kRound, "/opinions/", opinion, "' disposition: ", what, " reason: '", reason, "' ");
  }

  Scene scene;
};

}  // namespace congress::drafting
