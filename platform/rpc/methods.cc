#include "platform/rpc/methods.h"

#include "congress/annotations/v1/options.pb.h"
#include "platform/status/strings.h"

namespace congress::rpc {

Methods::Methods(std::string_view service)
    : service_(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(service))) {
  if (service_ == nullptr) fault_ = absl::FailedPreconditionError(StrCat("no proto declares ", service));
}

Method& Methods::Add(std::string_view name, const google::protobuf::Message& request,
                     const google::protobuf::Message& response) {
  const auto* descriptor = service_ == nullptr ? nullptr : service_->FindMethodByName(std::string(name));
  Method method;
  if (descriptor == nullptr) {
    fault_.Update(absl::FailedPreconditionError(StrCat("no proto declares the method ", name)));
  } else {
    method.descriptor = descriptor;
    const annotations::v1::MethodRule& rule = descriptor->options().GetExtension(annotations::v1::method);
    method.permission = rule.permission();
    method.early = rule.early();
    method.times = CallTimes::Of(descriptor->options());
    if (descriptor->input_type() != request.GetDescriptor() || descriptor->output_type() != response.GetDescriptor()) {
      fault_.Update(absl::FailedPreconditionError(StrCat(name, " is bound to other types than its own")));
    }
  }
  method.name = StrCat(service_ == nullptr ? "" : service_->full_name(), "/", name);
  method.request = &request;
  method.response = &response;
  const auto [place, fresh] = methods_.emplace(method.name, std::move(method));
  if (!fresh) fault_.Update(absl::FailedPreconditionError(StrCat(name, " is bound twice")));
  return place->second;
}

absl::Status Methods::Check() const {
  if (!fault_.ok()) return fault_;
  for (int i = 0; i < service_->method_count(); ++i) {
    const auto& descriptor = *service_->method(i);
    const auto found = methods_.find(StrCat(service_->full_name(), "/", descriptor.name()));
    if (found == methods_.end()) {
      return absl::FailedPreconditionError(StrCat(descriptor.full_name(), " is bound to nothing"));
    }
    const Method& method = found->second;
    if (method.permission.empty()) {
      return absl::FailedPreconditionError(StrCat(descriptor.full_name(), " declares no permission"));
    }
    if (descriptor.client_streaming() != static_cast<bool>(method.receive) ||
        descriptor.server_streaming() != static_cast<bool>(method.download)) {
      return absl::FailedPreconditionError(StrCat(descriptor.full_name(), " is bound to a function of another shape"));
    }
  }
  return absl::OkStatus();
}

}  // namespace congress::rpc
