#include "cli/demo/journal.h"

namespace congress::cli::demo {

void Journal::Start(std::string_view request_id, std::string_view method) {
  if (out_ != nullptr) *out_ << "start " << request_id << ' ' << method << std::endl;
}

void Journal::Done(std::string_view request_id) {
  if (out_ != nullptr) *out_ << "done " << request_id << std::endl;
}

void Journal::Refused(std::string_view request_id, std::string_view reason) {
  if (out_ != nullptr) *out_ << "refused " << request_id << ' ' << reason << std::endl;
}

}  // namespace congress::cli::demo
