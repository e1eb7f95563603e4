// Makes what a readiness board shows: why something is not ready, in the reader's language.
#pragma once

#include <string>

#include "platform/status/sentence.h"

namespace congress::status {

// `Blocker` is a service's message of that name: its nested enum `Reason` has the sentences, and its fields are
// `reason`, `description` and `resource`.
template <class Blocker>
struct Blocking {
  Language language;

  Blocker operator()(typename Blocker::Reason reason, const std::string& resource,
                     const Metadata& metadata = {}) const {
    Blocker blocker;
    blocker.set_reason(Blocker::Reason_Name(reason));
    blocker.set_description(Say(reason, metadata).In(language));
    blocker.set_resource(resource);
    return blocker;
  }
};

}  // namespace congress::status
