// A restore drill: backed up while it serves, restored into the other backend, which answers the same.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_split.h"
#include "congress/backup/v1/backup_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/backup/back_up.h"
#include "platform/backup/backup_file.h"
#include "platform/backup/keys.h"
#include "platform/backup/restore.h"
#include "platform/rpc/client.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Binary;
using support::Eventually;
using support::Finished;
using support::IsOk;
using support::Shape;
using support::Suite;
using ::testing::HasSubstr;

// What the drill asks both suites.
constexpr std::pair<const char*, const char*> kQuestions[] = {
    {"allocation.v1.OrganisationService/ListOrganisations", ""},
    {"dossiers.v1.PersonService/ListPersons", "filter: 'display_name:Mau'"},
    {"dossiers.v1.DossierService/GetDossier", "name: 'congresses/mau/dossiers/d'"},
    {"dossiers.v1.DossierService/ListComponents", "parent: 'congresses/mau/dossiers/d'"},
    {"drafting.v1.NumberRegisterService/GetNumberEntry", "name: 'numberSeries/so/entries/000001'"},
};

class Drill : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

  static Finished Ctl(const Suite& suite, std::vector<std::string> words) {
    words.insert(words.begin(), Binary("congressctl"));
    return support::RunToEnd(words,
                             {{"CONGRESS_SERVER", suite.endpoint()}, {"CONGRESS_TOKEN_FILE", suite.AdminTokenFile()}});
  }
  void MakeKeys() {
    const Finished made = support::RunToEnd(
        {Binary("congressctl"), "backup", "keygen", "--public", path("public"), "--private", path("private")});
    ASSERT_EQ(made.status, 0) << made.errors;
  }
  static void Make(const Suite& suite, const std::string& method, const std::string& text) {
    absl::Status made;
    // Until the other services know the organisation.
    const bool done = Eventually([&] {
      made = Ask(suite.channel(), method, suite.Admin(), text).status;
      return made.ok() || !absl::IsNotFound(made);
    });
    ASSERT_TRUE(done && made.ok()) << method << ": " << made;
  }
  void Fill(const Suite& suite) {
    Make(suite, "allocation.v1.OrganisationService/ImportOrganisations",
         "csv: \"code,name,kind,parent,members,members_as_of,merged_from,valid_from\\na,Xã "
         "A,commune,,5,2025-01-01,,2020-01-01\\n\"");
    Make(suite, "dossiers.v1.PersonService/CreatePerson",
         "person_id: 'p' person { organisation: 'organisations/a' display_name: 'Nguyễn Thị Mẫu' health: 'Loại hai' }");
    Make(suite, "dossiers.v1.DossierService/CreateChecklistTemplate",
         "checklist_template_id: 't' checklist_template { organisation: 'organisations/province' display_name: 'Mẫu' "
         "purposes: 'delegate' effective_date { year: 2025 month: 1 day: 1 } legal_basis: 'Mẫu' items { item_id: 'so' "
         "title: 'Sơ yếu' required: true grade: CONFIDENTIAL } }");
    Make(suite, "dossiers.v1.DossierService/CreateDossier",
         "parent: 'congresses/mau' dossier_id: 'd' dossier { organisation: 'organisations/a' person: 'persons/p' "
         "purpose: 'delegate' template: 'checklistTemplates/t' }");
    Make(suite, "drafting.v1.NumberRegisterService/CreateNumberSeries",
         "number_series_id: 'so' number_series { organisation: 'organisations/province' issuer: 'Tỉnh ủy giả định' "
         "issuer_symbol: 'TU' term: '2026-2031' document_type: 'QĐ' }");
    std::ofstream(path("paper.pdf")) << "%PDF-1.7\n" << std::string(300'000, 'x');
    const Finished attached =
        Ctl(suite, {"contents", "attach", "--name", "congresses/mau/dossiers/d", "--file", path("paper.pdf"),
                    "--item-id", "so", "--issued-date", "2025-06-01", "--title", "Sơ yếu", "--issuer", "Xã A"});
    ASSERT_EQ(attached.status, 0) << attached.errors;
    paper_ = attached.output.substr(0, attached.output.find('\n'));
    Make(suite, "drafting.v1.IssuingService/IssuePaper",
         "parent: 'numberSeries/so' intention: 'congresses/mau/decisions/d' paper { abstract: 'về việc mẫu' }");
    Reserve(suite);
  }
  // Gives out the next number, and says whether it did.
  static bool Reserve(const Suite& suite, const std::string& document = "d") {
    return Ask(suite.channel(), "drafting.v1.NumberRegisterService/ReserveNumber", suite.Admin(),
               StrCat("parent: 'numberSeries/so' number_entry { title: 'Văn bản' intention: 'congresses/k/papers/",
                      document, "' }"))
        .status.ok();
  }
  static std::vector<std::string> Answers(const Suite& suite) {
    std::vector<std::string> answers;
    for (const auto& [method, text] : kQuestions) {
      const Answer answer = Ask(suite.channel(), method, suite.Admin(), text);
      EXPECT_THAT(answer.status, IsOk()) << method;
      answers.push_back(answer.message == nullptr ? "" : answer.message->DebugString());
    }
    return answers;
  }
  // The name of the backup's file.
  std::string Create(const Suite& suite, const std::vector<std::string>& options = {}) {
    std::vector<std::string> words = {"backup", "create", "--folder", folder_.path()};
    words.insert(words.end(), options.begin(), options.end());
    // By the role that may do nothing else.
    std::ofstream(path("token")) << suite.Token("nightly", {"backup@province"}) << "\n";
    words.insert(words.end(), {"--token-file", path("token")});
    const Finished made = Ctl(suite, words);
    EXPECT_EQ(made.status, 0) << made.errors;
    return std::string(absl::StripSuffix(made.output, "\n"));
  }
  Finished Restore(const std::string& file, const std::vector<std::string>& target, bool with_keys = true) const {
    std::vector<std::string> words = {Binary("congressctl"), "backup", "restore", "--file", file, "--key",
                                      path("private")};
    if (with_keys) words.insert(words.end(), {"--keys", path("congress.keys")});
    words.insert(words.end(), target.begin(), target.end());
    return support::RunToEnd(words);
  }
  // Of each service's records as they lie in the stores, by its manifest.
  static std::vector<std::string> RootsIn(const std::string& url, const std::vector<backup::v1::Manifest>& manifests) {
    const auth::Signer signer("process-drill", *auth::GenerateKey());
    std::vector<std::string> roots;
    for (const backup::v1::Manifest& manifest : manifests) {
      auto store = store::Open(url, manifest.keyspace());
      EXPECT_THAT(store, IsOk());
      if (!store.ok()) return roots;
      const backup::Subject subject{.service = manifest.service(),
                                    .keyspace = manifest.keyspace(),
                                    .version = "",
                                    .store = **store,
                                    .signer = signer,
                                    .recipient = backup::NewKeyPair().public_key};
      EXPECT_THAT(backup::BackUp(
                      subject, {}, absl::Now(), [] { return absl::OkStatus(); },
                      [&](const backup::v1::DownloadBackupResponse& piece) {
                        backup::v1::Manifest own;
                        own.ParseFromString(piece.manifest().manifest());
                        if (piece.has_manifest()) roots.push_back(own.records_root());
                        return absl::OkStatus();
                      }),
                  IsOk());
    }
    return roots;
  }

  const support::TemporaryFolder folder_;
  std::string paper_;
};

TEST_F(Drill, RestoredIntoTheOtherBackendItAnswersTheSame) {
  MakeKeys();
  const support::RedisServer redis;
  std::vector<std::string> before;
  std::string file;
  {
    Suite suite({.shape = Shape::kOneProcess, .store = "", .backup_key = path("public")});
    Fill(suite);
    before = Answers(suite);
    std::atomic<bool> stop = false;
    std::jthread writer([&] {
      while (!stop) EXPECT_TRUE(Reserve(suite));
    });
    const absl::Cleanup end = [&stop] { stop = true; };
    file = Create(suite);
  }
  ASSERT_OK_AND_ASSIGN(const auto manifests, backup::VerifyFile(file, nullptr));
  std::vector<std::string> roots;
  for (const auto& manifest : manifests) {
    roots.push_back(manifest.records_root());
    // Each service backs up its own files of the store that they share.
    const int files = manifest.service() == "dossiers" ? 1 : manifest.service() == "drafting" ? 2 : 0;
    EXPECT_EQ(manifest.content_count(), files) << manifest.service();
  }

  const std::string content = StrCat("file:", path("content"));
  Finished restored = Restore(file, {"--store", redis.url(), "--content", content});
  ASSERT_EQ(restored.status, 0) << restored.errors;
  EXPECT_EQ(RootsIn(redis.url(), manifests), roots);
  // And into the first backend again.
  restored = Restore(file, {"--data-dir", path("data")});
  ASSERT_EQ(restored.status, 0) << restored.errors;
  EXPECT_EQ(RootsIn(StrCat("sqlite:", path("data"), "/"), manifests), roots);
  EXPECT_THAT(Restore(file, {"--data-dir", path("data")}).errors, HasSubstr("STORE_NOT_EMPTY"));
  EXPECT_THAT(restored.errors, ::testing::Not(HasSubstr("graded")));
  restored = Restore(file, {"--data-dir", path("closed")}, /*with_keys=*/false);
  ASSERT_EQ(restored.status, 0) << restored.errors;
  EXPECT_THAT(restored.errors, HasSubstr("dossiers: 2 records came back without their graded fields"));

  // A restored store goes on once the operator has said so.
  const std::vector<std::string> restored_drafting = {Binary("congress-drafting"), "--store", redis.url(),
                                                      "--trusted-keys", folder_.path()};
  EXPECT_THAT(support::RunToEnd(restored_drafting).errors, HasSubstr("was restored from a backup"));
  for (const char* service : {"allocation", "dossiers", "drafting", "scheduling", "gateway"}) {
    const Finished begun = support::RunToEnd({Binary(StrCat("congress-", service)), "--store", redis.url(),
                                              "--trusted-keys", folder_.path(), "--accept-rollback"});
    ASSERT_EQ(begun.status, 0) << begun.errors;
    EXPECT_THAT(begun.output, HasSubstr("epoch 1 begins"));
  }
  Suite suite({.shape = Shape::kSeparate, .store = redis.url(), .content = content, .arguments = {}});
  Eventually([&] { return Answers(suite) == before; });
  EXPECT_EQ(Answers(suite), before);
  const Finished fetched = Ctl(suite, {"contents", "download", "--name", paper_, "--output", path("fetched.pdf")});
  EXPECT_EQ(fetched.status, 0) << fetched.errors;
  EXPECT_EQ(std::filesystem::file_size(path("fetched.pdf")), std::filesystem::file_size(path("paper.pdf")));
  const Finished issued = Ctl(suite, {"contents", "download", "--name", "numberSeries/so/papers/000001/files/pdf",
                                      "--output", path("issued.pdf")});
  EXPECT_EQ(issued.status, 0) << issued.errors;
  const Finished verified = Ctl(suite, {"issued-papers", "verify", "--content", path("issued.pdf"), "-o", "json"});
  EXPECT_THAT(verified.output, HasSubstr("GENUINE")) << verified.errors;
  // No number twice: what was given out after the backup is on paper.
  const auto last = [&suite] {
    const Answer gaps = Ask(suite.channel(), "drafting.v1.NumberRegisterService/ListNumberGaps", suite.Admin(),
                            "parent: 'numberSeries/so'");
    EXPECT_THAT(gaps.status, IsOk());
    const auto* field = gaps.message->GetDescriptor()->FindFieldByName("last_number");
    return gaps.message->GetReflection()->GetInt64(*gaps.message, field);
  };
  const int64_t known = last();
  EXPECT_FALSE(Reserve(suite, "next"));
  const Finished waiting = Ctl(suite, {"doctor", "--service", "drafting"});
  EXPECT_EQ(waiting.status, 0) << waiting.errors;
  EXPECT_THAT(waiting.output, HasSubstr("'numberSeries/so/counter' waits"));
  const Answer continued =
      Ask(suite.channel(), "drafting.v1.NumberRegisterService/ContinueNumberSeries", suite.Admin(),
          StrCat("name: 'numberSeries/so' last_number: ", known + 5, " reason: 'Khôi phục bản sao lưu'"));
  EXPECT_THAT(continued.status, IsOk());
  EXPECT_TRUE(Reserve(suite, "next"));
  EXPECT_EQ(last(), known + 6);
  EXPECT_THAT(Ctl(suite, {"doctor", "--service", "drafting"}).output, ::testing::Not(HasSubstr("waits")));
}

TEST_F(Drill, TheFolderKeepsTheLatestAndTellsWhatIsDamaged) {
  MakeKeys();
  Suite suite({.shape = Shape::kOneProcess, .store = "", .backup_key = path("public")});
  const std::string first = Create(suite);
  const std::string second = Create(suite);
  const std::string third = Create(suite, {"--keep", "2", "--metrics-file", path("metrics")});
  EXPECT_FALSE(std::filesystem::exists(first));
  std::ostringstream metrics;
  metrics << std::ifstream(path("metrics")).rdbuf();
  EXPECT_THAT(metrics.str(), ::testing::ContainsRegex("\ncongress_backup_verified_timestamp_seconds [0-9]+\n"));
  const auto verify = [](const std::string& file, const std::vector<std::string>& options = {}) {
    std::vector<std::string> words = {Binary("congressctl"), "backup", "verify", "--file", file};
    words.insert(words.end(), options.begin(), options.end());
    return support::RunToEnd(words);
  };
  EXPECT_EQ(verify(third).status, 0);
  EXPECT_EQ(verify(third, {"--trusted-keys", suite.folder() + "/public-keys"}).status, 0);
  EXPECT_EQ(verify(third, {"--key", path("private")}).status, 0) << "its audit logs leave nothing that is not there";
  EXPECT_EQ(verify(third, {"--key", path("public")}).status, 2) << "which opens nothing";
  EXPECT_EQ(verify(third, {"--trusted-keys", suite.folder() + "/trusted-keys"}).status, 1) << "nobody it knows";
  {
    // In the manifest that the last service signed, behind its name.
    std::fstream stream(second, std::ios::in | std::ios::out | std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    stream.clear();
    stream.seekp(static_cast<std::streamoff>(all.rfind("preparation") + 20)) << "damage";
  }
  EXPECT_EQ(verify(second).status, 1);
  const Finished listed = support::RunToEnd({Binary("congressctl"), "backup", "list", "--folder", folder_.path()});
  EXPECT_EQ(listed.status, 0);
  EXPECT_THAT(listed.output, HasSubstr("whole"));
  EXPECT_THAT(listed.output, HasSubstr("of preparation is not what"));
  const Finished json =
      support::RunToEnd({Binary("congressctl"), "backup", "list", "--folder", folder_.path(), "-o", "json"});
  EXPECT_THAT(json.output, HasSubstr("\"state\": \"whole\""));
  // Nobody's key is written over.
  EXPECT_NE(support::RunToEnd(
                {Binary("congressctl"), "backup", "keygen", "--public", path("public"), "--private", path("private")})
                .status,
            0);
}

// Its process need not restart.
TEST_F(Drill, ABackupIsSignedWithAKeyThatWasChanged) {
  MakeKeys();
  Suite suite({.shape = Shape::kSeparate, .store = "", .backup_key = path("public")});
  const auth::Key key = *auth::GenerateKey();
  std::filesystem::copy(suite.folder() + "/trusted-keys", path("trusted"));
  std::ofstream(path("trusted/process-drafting.pem")) << auth::PublicPem(key);
  std::ofstream(suite.folder() + "/drafting.pem") << "torn";
  const auto says = [&](std::string_view line) {
    return Eventually([&] { return suite.process("drafting").Errors().find(line) != std::string::npos; });
  };
  EXPECT_TRUE(says("changed files refused: signing key"));
  std::ofstream(suite.folder() + "/drafting.pem") << auth::PrivatePem(key);
  EXPECT_TRUE(says("changed files taken: signing key"));
  const std::string file = Create(suite);
  const auto verify = [&](const std::string& trusted) {
    return support::RunToEnd({Binary("congressctl"), "backup", "verify", "--file", file, "--trusted-keys", trusted});
  };
  EXPECT_EQ(verify(path("trusted")).status, 0);
  EXPECT_EQ(verify(suite.folder() + "/trusted-keys").status, 1) << "which has the old one";
}

TEST_F(Drill, WhatKeepsABackupFromBeingMadeIsTold) {
  MakeKeys();
  const support::RedisServer redis;
  std::ofstream(path("credentials")) << "[default]\naws_access_key_id = k\naws_secret_access_key = s\n";
  // Where nobody answers.
  const std::string content =
      StrCat("s3://content?endpoint=http://", support::FreeAddress(), "&credentials-file=", path("credentials"));
  Suite suite({.shape = Shape::kSeparate, .store = redis.url(), .content = content, .backup_key = path("public")});
  const auto reason = [&suite](const std::string& service) {
    const auto stub = backup::v1::BackupService::NewStub(suite.channel());
    backup::v1::DownloadBackupRequest request;
    request.set_parent(StrCat("services/", service));
    request.set_backup_id("6d0c6d2e-0000-4000-8000-000000000001");
    const auto context = suite.Admin();
    const auto reader = stub->DownloadBackup(context.get(), request);
    backup::v1::DownloadBackupResponse piece;
    while (reader->Read(&piece)) continue;
    return status::ReasonOf(rpc::FromGrpc(reader->Finish()));
  };
  EXPECT_EQ(reason("scheduling"), "");
  const std::string marker = "{congress:scheduling}:snapshot";
  redis.Command({"SET", marker, StrCat(std::string(20, '0'), "another")});
  EXPECT_EQ(reason("scheduling"), "SNAPSHOT_RUNNING");
  {
    // As if it had expired, sooner or later between two readings.
    std::atomic<bool> stop = false;
    const std::jthread clock([&] {
      while (!stop) redis.Command({"DEL", marker});
    });
    const absl::Cleanup end = [&stop] { stop = true; };
    EXPECT_TRUE(Eventually([&] { return reason("scheduling") == "SNAPSHOT_LOST"; }));
  }
  EXPECT_EQ(reason("scheduling"), "");
  // These keep files.
  for (const char* service : {"dossiers", "drafting"}) EXPECT_EQ(reason(service), "CONTENT_UNAVAILABLE");
  // Asked of a service directly, and of none.
  EXPECT_THAT(Ask(suite.Channel("drafting"), "backup.v1.BackupService/DownloadBackup", suite.Admin(),
                  "parent: 'services/dossiers' backup_id: '6d0c6d2e-0000-4000-8000-000000000001'")
                  .status,
              support::StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(Drill, WithoutAKeyNoneIsMade) {
  Suite suite({.shape = Shape::kOneProcess, .store = "", .backup_key = ""});
  const Finished made = Ctl(suite, {"backup", "create", "--folder", folder_.path()});
  EXPECT_EQ(made.status, 1);
  EXPECT_THAT(made.errors, HasSubstr("BACKUP_KEY_MISSING"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace congress::e2e
