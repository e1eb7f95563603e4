// Weights up to 2^63, any method, any bounds, any number of seats: whatever is given out is proved by its certificate,
// and a decided answer gives out every seat.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "services/allocation/apportion/method.h"
#include "services/allocation/certificate/verify.h"
#include "services/allocation/domain/apportionment/apportion_units.h"

namespace {

// Reads integers from the input until it ends, then zeros.
class Bytes {
 public:
  Bytes(const uint8_t* data, size_t size) : data_(data), size_(size) {}
  bool empty() const { return size_ == 0; }
  template <class Integer>
  Integer Next() {
    Integer value = 0;
    const size_t taken = std::min(size_, sizeof(value));
    std::memcpy(&value, data_, taken);
    data_ += taken;
    size_ -= taken;
    return value;
  }

 private:
  const uint8_t* data_;
  size_t size_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace congress;
  Bytes bytes(data, size);
  allocation::v1::ComputeApportionmentRequest request;
  const auto& methods = apportion::MethodNames();
  request.set_method(methods[bytes.Next<uint8_t>() % methods.size()]);
  // The quota method goes seat by seat.
  const bool slow = request.method() == "quota-method";
  request.set_seats(slow ? bytes.Next<uint8_t>() : bytes.Next<uint32_t>() % 1'000'000'001);
  if (bytes.Next<uint8_t>() % 2 == 0) request.mutable_ties()->set_lot_seed("seed");
  while (!bytes.empty() && request.units_size() < 200) {
    auto& unit = *request.add_units();
    unit.set_key(std::to_string(request.units_size()));
    unit.set_weight(std::to_string((bytes.Next<uint64_t>() >> 1) % 1'000'000'000'000'000'000));
    const auto flags = bytes.Next<uint8_t>();
    if (flags % 4 == 1) unit.set_weight(unit.weight() + "." + std::to_string(bytes.Next<uint32_t>() % 1'000'000'000));
    if (flags % 8 == 2) unit.set_minimum(bytes.Next<uint8_t>());
    if (flags % 8 == 3) unit.set_maximum(bytes.Next<uint16_t>());
  }
  const allocation::LotDrawer drawing{.lot = "lots/1", .organisation = "", .person = "x", .time = {}};
  const auto answer = allocation::ApportionUnits(request, drawing);
  if (!answer.ok()) return 0;
  int64_t total = 0;
  for (const auto& unit : answer->units()) total += unit.seats();
  if (answer->decided() != (total == request.seats())) std::abort();
  if (answer->has_certificate() && !allocation::VerifyCertificate(answer->certificate()).empty()) std::abort();
  return 0;
}
