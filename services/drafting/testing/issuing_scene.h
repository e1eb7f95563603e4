// A scene with a series and papers to issue, for the tests of issuing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "congress/operations/v1/operation.pb.h"
#include "platform/content/file_content.h"
#include "platform/operations/operations.h"
#include "platform/paper/layout.h"
#include "services/drafting/issuing_service.h"
#include "services/drafting/testing/register_scene.h"
#include "tests/support/temporary_folder.h"

namespace congress::drafting {

inline constexpr char kPaperOne[] = "numberSeries/qd/papers/000001";
inline constexpr char kPaperTwo[] = "numberSeries/qd/papers/000002";
inline constexpr char kEntryOne[] = "numberSeries/qd/entries/000001";

class IssuingTest : public RegisterTest {
 protected:
  // Papers are issued on the day itself.
  explicit IssuingTest(const std::string& more = "") : RegisterTest(more) { scene.SetDay(0); }

  static constexpr char kPaperText[] =
      "paper { abstract: 'về việc\\nthành lập Tổ giúp việc' body { paragraph { label: 'Điều 1.' spans { text: 'Thành "
      "lập.' } } } annexes { label: 'PHỤ LỤC' reference: 'kèm theo Quyết định số {number}, {date} của Tỉnh ủy' "
      "body { paragraph { spans { text: 'Danh sách' } } } } } ";

  static v1::IssuePaperRequest Request(const std::string& intention, const std::string& more = "") {
    return support::Parse<v1::IssuePaperRequest>(
        StrCat("parent: 'numberSeries/qd' intention: 'papers/", intention, "' ", kPaperText, more));
  }
  absl::StatusOr<v1::IssuedPaper> Publish(const std::string& intention, const std::string& more = "",
                                          const std::string& who = "an") {
    return scene.Call(&Issuing::IssuePaper, Request(intention, more),
                      scene.service().As(who, {"administrator@province"}));
  }
  absl::StatusOr<v1::IssuedPaper> Read(const std::string& paper) {
    return scene.Call(&Issuing::GetIssuedPaper, StrCat("name: '", paper, "'"));
  }
  absl::StatusOr<v1::ListIssuedPapersResponse> List(const std::string& more = "") {
    return scene.Call(&Issuing::ListIssuedPapers, StrCat("parent: 'numberSeries/qd' ", more));
  }
  absl::StatusOr<v1::IssuedPaper> Recall(const std::string& paper, const std::string& more = "") {
    return scene.Call(&Issuing::RecallIssuedPaper, StrCat("name: '", paper, "' reason: 'Ban hành nhầm' ", more));
  }
  absl::StatusOr<std::string> Download(const std::string& file, const std::string& binding = "reader@province") {
    const auto stub = content::v1::ContentService::NewStub(scene.service().channel());
    content::v1::DownloadContentRequest request;
    request.set_name(file);
    const auto context = scene.service().As("an", {binding});
    const auto reader = stub->DownloadContent(context.get(), request);
    std::string bytes;
    for (content::v1::DownloadContentResponse piece; reader->Read(&piece);) bytes += piece.data();
    RETURN_IF_ERROR(rpc::FromGrpc(reader->Finish()));
    return bytes;
  }
  absl::StatusOr<v1::PaperVerification> Verify(const std::string& file,
                                               const std::string& binding = "reader@province") {
    v1::VerifyIssuedPaperRequest request;
    request.set_content(file);
    return scene.Call(&Issuing::VerifyIssuedPaper, request, scene.service().As("an", {binding}));
  }
  int Entries() { return scene.Call(&Register::ListNumberEntries, "parent: 'numberSeries/qd'")->number_entries_size(); }
};

// Files that can be made to fail, or to let something else happen, before one is written.
class WatchedContent final : public content::ContentStore {
 public:
  explicit WatchedContent(const std::string& folder) : store_(*content::FileContent::Open(folder)) {}

  std::function<absl::Status()> before_put;

  absl::Status Put(std::string_view id, int64_t size, content::Source source) override {
    if (before_put) {
      if (const absl::Status status = before_put(); !status.ok()) return status;
    }
    return store_->Put(id, size, source);
  }
  absl::Status Get(std::string_view id, int64_t offset, content::Sink sink) override {
    return store_->Get(id, offset, sink);
  }
  absl::Status Delete(std::string_view id) override { return store_->Delete(id); }
  absl::StatusOr<std::vector<content::StoredContent>> List(std::string_view after, int limit) override {
    return store_->List(after, limit);
  }

 private:
  std::unique_ptr<content::ContentStore> store_;
};

// The same with a service of its own beside that of the scene, over the same records, whose files are watched and whose
// long work is done one step at a time.
class WatchedIssuing : public IssuingTest {
 protected:
  using Operation = operations::v1::Operation;

  WatchedIssuing() {
    auto store = std::make_unique<WatchedContent>(StrCat(folder_.path(), "/content"));
    content = store.get();
    files_ = std::make_unique<content::Files>(std::move(store), int64_t{4} << 20);
    own_files_ =
        std::make_unique<content::OwnFiles>("drafting", scene.service().gate(), files_.get(), scene.service().signer());
    service = std::make_unique<IssuingService>(scene.service().gate(), *own_files_, paper::Layout::Default(), runner_);
  }

  template <class Response, class Request>
  absl::StatusOr<Response> Do(absl::StatusOr<Response> (IssuingService::*method)(rpc::Call&, const Request&) const,
                              const Request& request, const std::string& who = "an") {
    auth::Principal caller;
    caller.subject = who;
    caller.bindings = {{"administrator", std::string(auth::kProvince)}};
    absl::StatusOr<Response> answer;
    RETURN_IF_ERROR(scene.service().gate().Perform(caller, "test", [&](rpc::Call& call) {
      answer = (*service.*method)(call, request);
      return answer.status();
    }));
    return answer;
  }
  absl::StatusOr<v1::IssuedPaper> Try(const v1::IssuePaperRequest& request, const std::string& who = "an") {
    return Do(&IssuingService::IssuePaper, request, who);
  }
  // As if the process were killed before the file is there.
  void Break(int file = 1) {
    content->before_put = [file, count = 0]() mutable {
      return ++count == file ? absl::UnavailableError("killed") : absl::OkStatus();
    };
  }
  // What else happens before the first file is there.
  void Meanwhile(std::function<absl::Status()> what) {
    content->before_put = [what = std::move(what), done = false]() mutable {
      return std::exchange(done, true) ? absl::OkStatus() : what();
    };
  }
  absl::StatusOr<bool> Step(const Operation& operation) { return runner_.DoStep(operation); }
  Operation Load(const std::string& name) {
    Operation found;
    EXPECT_THAT(scene.service().gate().Perform(scene.service().signer().Self(), "test",
                                               [&](rpc::Call& call) -> absl::Status {
                                                 ASSIGN_OR_RETURN(found,
                                                                  operations::Operations::all().Load(call, name));
                                                 return absl::OkStatus();
                                               }),
                support::IsOk());
    return found;
  }

  WatchedContent* content = nullptr;
  std::unique_ptr<IssuingService> service;

 private:
  support::TemporaryFolder folder_;
  // Of another name, so that the scene's own worker does not take the steps.
  operations::Operations runner_{"office", scene.service().gate(), scene.service().signer()};
  std::unique_ptr<content::Files> files_;
  std::unique_ptr<content::OwnFiles> own_files_;
};

}  // namespace congress::drafting
