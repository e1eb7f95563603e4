// The commands of docs/bundles.md, as somebody runs them who has no software of ours.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "platform/bundle/receipt.h"
#include "platform/bundle/testing_bundle.h"
#include "platform/paper/package.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/zip.h"

namespace congress::bundle {
namespace {

// The block of commands of the page that holds `word`.
std::string Commands(const std::string& word) {
  std::ostringstream page;
  page << std::ifstream("docs/bundles.md").rdbuf();
  const std::string text = page.str();
  for (size_t at = text.find("```sh\n"); at != text.npos; at = text.find("```sh\n", at + 1)) {
    const std::string block = text.substr(at + 6, text.find("```", at + 6) - at - 6);
    if (block.find(word) != block.npos) return block;
  }
  ADD_FAILURE() << "no commands with " << word;
  return "false";
}

void WriteFile(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

bool Runs(const std::string& folder, const std::string& commands) {
  WriteFile(folder + "/commands", commands);
  const std::string quiet = "cd " + folder + " && rm -rf goi && LC_ALL=C.UTF-8 bash -e commands > log 2>&1";
  const bool ran = std::system(quiet.c_str()) == 0;
  std::ostringstream log;
  log << std::ifstream(folder + "/log").rdbuf();
  ::testing::Test::RecordProperty("log", log.str());
  return ran;
}

TEST(Tools, TellAnIntactBundleFromAnAlteredOne) {
  const support::TemporaryFolder folder;
  const auth::Signer signer = NewSigner();
  const std::string zip = ZipOf(signer);
  WriteFile(folder.File("goi.zip"), zip);
  WriteFile(folder.File("noi-gui.pem"), signer.public_pem());
  const std::string commands = Commands("unzip");
  ASSERT_TRUE(Runs(folder.path(), commands));
  for (const auto& [name, bytes] : Papers()) {
    std::ostringstream unpacked;
    unpacked << std::ifstream(folder.File("goi/" + name), std::ios::binary).rdbuf();
    EXPECT_EQ(unpacked.str(), bytes) << name;
  }
  const auto runs_with = [&](const auto& change) {
    auto parts = *support::Unzip(zip);
    change(parts);
    WriteFile(folder.File("goi.zip"), *paper::Pack({parts.begin(), parts.end()}));
    return Runs(folder.path(), commands);
  };
  EXPECT_TRUE(runs_with([](auto&) {}));
  EXPECT_FALSE(runs_with([](auto& parts) { parts["Danh mục.txt"] = "x"; }));
  EXPECT_FALSE(runs_with([](auto& parts) { parts.erase("Danh mục.txt"); }));
  EXPECT_FALSE(runs_with([](auto& parts) { parts["manifest.json"] += "\n"; }));
  EXPECT_FALSE(runs_with([](auto& parts) { parts["SHA256SUMS"] += "\n"; }));
  WriteFile(folder.File("goi.zip"), ZipOf(NewSigner()));
  EXPECT_FALSE(Runs(folder.path(), commands));
}

TEST(Tools, VerifyAReceipt) {
  const support::TemporaryFolder folder;
  const auth::Signer receiver = NewSigner("archive");
  const v1::SignedManifest bundle = *Sign(ManifestOf(Papers()), NewSigner());
  const auto receipt = SignReceipt({}, bundle, *ParseManifest(bundle.manifest()), {}, receiver);
  WriteFile(folder.File("noi-nhan.pem"), receiver.public_pem());
  WriteFile(folder.File("receipt.json"), receipt.receipt());
  WriteFile(folder.File("receipt.json.sig"), receipt.signature());
  const std::string commands = Commands("receipt.json");
  EXPECT_TRUE(Runs(folder.path(), commands));
  WriteFile(folder.File("receipt.json"), receipt.receipt() + " ");
  EXPECT_FALSE(Runs(folder.path(), commands));
}

}  // namespace
}  // namespace congress::bundle
