// A congress whose plan is issued, for tests of its delegates.
#pragma once

#include <string>
#include <utility>

#include "services/allocation/testing/fake_register.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {

// An issued plan: two seats each for `a` and `b`, one ex officio, one appointed beside them.
struct InForce {
  InForce() {
    f.Approved();
    EXPECT_THAT(f.Issue(), support::IsOk());
  }
  FakeRegister numbers;
  Fixture f{{{"drafting", numbers.channel()}}};

  absl::Status Add(const std::string& id, const std::string& unit, v1::Origin origin = v1::ELECTED,
                   Fixture::Context context = nullptr) {
    return f.CreateDelegate(Fixture::DelegateRequest(id, unit, origin), std::move(context)).status();
  }
  absl::Status AddReserve(const std::string& id, const std::string& unit, int rank) {
    return f.CreateDelegate(Fixture::ReserveRequest(id, unit, rank)).status();
  }
  v1::Delegate Get(const std::string& id) {
    v1::GetDelegateRequest request;
    request.set_name(StrCat(kCongress, "/delegates/", id));
    return *f.Call(&Delegates::GetDelegate, request);
  }
  absl::StatusOr<google::protobuf::Empty> Delete(const v1::DeleteDelegateRequest& request) {
    return f.Call(&Delegates::DeleteDelegate, request);
  }
};

}  // namespace congress::allocation
