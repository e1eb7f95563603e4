// A number register that a test can take down, make refuse, or make lose its answers.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "platform/status/strings.h"

namespace congress::allocation {

class FakeRegister final : public drafting::v1::NumberRegisterService::Service {
 public:
  // What the next calls of a method do.
  enum class Mood {
    kWell,
    kDown,         // Does nothing and does not answer.
    kLosesAnswer,  // Does its work, and the answer is lost.
    kRefuses,
  };

  FakeRegister() {
    grpc::ServerBuilder builder;
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    channel_ = server_->InProcessChannel({});
  }
  ~FakeRegister() override { server_->Shutdown(); }

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  Mood reserve = Mood::kWell;
  Mood assign = Mood::kWell;
  // Numbers given, by intention, and the documents that bear them, by entry.
  std::map<std::string, drafting::v1::NumberEntry> entries;
  std::map<std::string, std::string> documents;
  // Requests of the calls that did their work.
  std::vector<drafting::v1::ReserveNumberRequest> reservations;
  std::vector<drafting::v1::AssignNumberRequest> assignments;

  grpc::Status ReserveNumber(grpc::ServerContext*, const drafting::v1::ReserveNumberRequest* request,
                             drafting::v1::NumberEntry* response) override {
    const std::lock_guard lock(mutex_);
    if (reserve == Mood::kDown) return Silent();
    if (reserve == Mood::kRefuses) return {grpc::StatusCode::FAILED_PRECONDITION, "closed"};
    reservations.push_back(*request);
    auto& entry = entries[request->number_entry().intention()];
    if (entry.name().empty()) {
      entry = request->number_entry();
      entry.set_name(StrCat(request->parent(), "/entries/00000", entries.size()));
      entry.set_issuer("Tỉnh ủy Mẫu");
      entry.set_formatted(StrCat("Số ", entries.size(), "-QĐ/TU"));
    }
    *response = entry;
    return reserve == Mood::kLosesAnswer ? Silent() : grpc::Status::OK;
  }

  grpc::Status AssignNumber(grpc::ServerContext*, const drafting::v1::AssignNumberRequest* request,
                            drafting::v1::NumberEntry* response) override {
    const std::lock_guard lock(mutex_);
    if (assign == Mood::kDown) return Silent();
    if (assign == Mood::kRefuses) return {grpc::StatusCode::FAILED_PRECONDITION, "voided"};
    assignments.push_back(*request);
    documents[request->name()] = request->document();
    response->set_name(request->name());
    return assign == Mood::kLosesAnswer ? Silent() : grpc::Status::OK;
  }

 private:
  static grpc::Status Silent() { return {grpc::StatusCode::UNAVAILABLE, ""}; }

  std::mutex mutex_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace congress::allocation
