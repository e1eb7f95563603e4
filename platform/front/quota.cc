#include "platform/front/quota.h"

#include <algorithm>

namespace congress::front {

bool Account::Hold(size_t bytes, Refused refused) {
  // Two that add at once may both be refused near the limit; none is let through beyond it.
  const bool fits = bytes_.fetch_add(bytes) + bytes <= quota_.limits_.bytes_of_address;
  const bool fit_all = quota_.bytes_.fetch_add(bytes) + bytes <= quota_.limits_.bytes;
  if (fits && fit_all) return true;
  Release(bytes);
  quota_.Count(refused);
  return false;
}

void Account::Release(size_t bytes) {
  bytes_ -= bytes;
  quota_.bytes_ -= bytes;
}

Quota::Quota(const Limits& limits, size_t descriptors)
    : limits_(limits),
      most_(static_cast<int>(
          std::min(static_cast<size_t>(limits.connections), std::max<size_t>(descriptors / 4 * 3, 1)))) {}

std::shared_ptr<Account> Quota::Enter(const std::string& address) {
  const MutexLock lock(mutex_);
  const auto known = accounts_.find(address);
  const int own = known == accounts_.end() ? 0 : known->second->connections_;
  if (connections_ >= most_ || own >= std::min(limits_.connections_of_address, std::max(most_ / 2, 1))) {
    Count(Refused::kConnection);
    return nullptr;
  }
  auto& account = accounts_[address];
  if (account == nullptr) account.reset(new Account(*this));
  ++account->connections_;
  ++connections_;
  return account;
}

void Quota::Leave(const std::string& address) {
  const MutexLock lock(mutex_);
  const auto account = accounts_.find(address);
  if (--account->second->connections_ == 0) accounts_.erase(account);
  --connections_;
}

int Quota::connections() const {
  const MutexLock lock(mutex_);
  return connections_;
}

Refusals Quota::refusals() const {
  Refusals refusals;
  std::copy(refused_.begin(), refused_.end(), refusals.begin());
  return refusals;
}

}  // namespace congress::front
