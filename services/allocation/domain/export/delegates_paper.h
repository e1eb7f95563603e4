// The delegates who are summoned, on paper.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/delegate_service.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// Those of `delegates` who hold a seat, by organisation, each with the name and post that `persons` gives; blanks where
// it gives none. `name_of`: what people call an organisation.
paper::v1::Paper DelegatesPaper(const std::vector<v1::Delegate>& delegates, const v1::ExportDelegatesRequest& request,
                                const std::function<std::string(const std::string&)>& name_of,
                                status::Language language);

}  // namespace congress::allocation
