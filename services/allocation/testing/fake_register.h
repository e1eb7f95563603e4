// Drafting, as issuing a plan sees it, that a test can take down, make refuse, or make lose its answers.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "congress/drafting/v1/issuing_service.grpc.pb.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "congress/drafting/v1/paper_link_service.grpc.pb.h"
#include "congress/drafting/v1/reason.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "platform/rpc/client.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::allocation {

class FakeRegister {
 public:
  // What the next calls of a method do.
  enum class Mood {
    kWell,
    kDown,         // Does nothing and does not answer.
    kLosesAnswer,  // Does its work, and the answer is lost.
    kRefuses,
  };

  FakeRegister() : register_(*this), issuing_(*this), links_(*this) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&register_);
    builder.RegisterService(&issuing_);
    builder.RegisterService(&links_);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel({});
  }
  ~FakeRegister() { server_->Shutdown(); }

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  Mood series = Mood::kWell;
  Mood issue = Mood::kWell;
  Mood link = Mood::kWell;
  Mood read = Mood::kWell;
  // Papers issued, by intention.
  std::map<std::string, drafting::v1::IssuedPaper> papers;
  // Requests of the calls that did their work.
  std::vector<drafting::v1::IssuePaperRequest> issues;
  std::vector<drafting::v1::PaperLink> made_links;

 private:
  static grpc::Status Silent() { return {grpc::StatusCode::UNAVAILABLE, ""}; }

  struct Register final : drafting::v1::NumberRegisterService::Service {
    explicit Register(FakeRegister& of) : fake(of) {}
    grpc::Status GetNumberSeries(grpc::ServerContext*, const drafting::v1::GetNumberSeriesRequest* request,
                                 drafting::v1::NumberSeries* response) override {
      if (fake.series == Mood::kDown) return Silent();
      if (fake.series == Mood::kRefuses) return {grpc::StatusCode::NOT_FOUND, "no series"};
      response->set_name(request->name());
      response->set_issuer("Tỉnh ủy Mẫu");
      return grpc::Status::OK;
    }
    FakeRegister& fake;
  };

  struct Issuing final : drafting::v1::IssuingService::Service {
    explicit Issuing(FakeRegister& of) : fake(of) {}
    static std::string KeyOf(const drafting::v1::IssuePaperRequest& request) {
      return absl::BytesToHexString(request.SerializeAsString());
    }
    grpc::Status IssuePaper(grpc::ServerContext*, const drafting::v1::IssuePaperRequest* request,
                            drafting::v1::IssuedPaper* response) override {
      const std::lock_guard lock(fake.mutex_);
      if (fake.issue == Mood::kDown) return Silent();
      if (fake.issue == Mood::kRefuses) return {grpc::StatusCode::FAILED_PRECONDITION, "closed"};
      auto& paper = fake.papers[request->intention()];
      if (paper.name().empty()) {
        const std::string id = StrCat("00000", fake.papers.size());
        paper.set_name(StrCat(request->parent(), "/papers/", id));
        paper.set_entry(StrCat(request->parent(), "/entries/", id));
        paper.set_issuer("Tỉnh ủy Mẫu");
        paper.set_printed(StrCat(fake.papers.size(), "-QĐ/TU"));
        *paper.mutable_document_date() = request->document_date();
        *paper.mutable_paper() = request->paper();
        paper.set_request_sha256(KeyOf(*request));
      } else if (paper.request_sha256() != KeyOf(*request)) {
        return rpc::ToGrpc(status::FailedPrecondition(drafting::v1::PAPER_ISSUED, {{"paper", paper.name()}}));
      }
      fake.issues.push_back(*request);
      *response = paper;
      return fake.issue == Mood::kLosesAnswer ? Silent() : grpc::Status::OK;
    }
    grpc::Status GetIssuedPaper(grpc::ServerContext*, const drafting::v1::GetIssuedPaperRequest* request,
                                drafting::v1::IssuedPaper* response) override {
      const std::lock_guard lock(fake.mutex_);
      if (fake.read == Mood::kDown) return Silent();
      for (const auto& [intention, paper] : fake.papers) {
        if (paper.name() == request->name()) *response = paper;
      }
      return grpc::Status::OK;
    }
    FakeRegister& fake;
  };

  struct Links final : drafting::v1::PaperLinkService::Service {
    explicit Links(FakeRegister& of) : fake(of) {}
    grpc::Status CreatePaperLink(grpc::ServerContext*, const drafting::v1::CreatePaperLinkRequest* request,
                                 drafting::v1::PaperLink* response) override {
      const std::lock_guard lock(fake.mutex_);
      if (fake.link == Mood::kDown) return Silent();
      if (fake.link == Mood::kRefuses) return {grpc::StatusCode::FAILED_PRECONDITION, "in a circle"};
      fake.made_links.push_back(request->paper_link());
      *response = request->paper_link();
      return grpc::Status::OK;
    }
    FakeRegister& fake;
  };

  std::mutex mutex_;
  Register register_;
  Issuing issuing_;
  Links links_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace congress::allocation
