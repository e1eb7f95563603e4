#include "services/allocation/domain/apportionment/millionths.h"

#include <limits>

namespace congress::allocation {

int64_t Millionths(const mpq_class& value, bool squared) {
  constexpr unsigned long kMillion = 1'000'000;
  mpq_class scaled = value * kMillion;
  if (squared) scaled *= kMillion;
  mpz_class floor;
  mpz_fdiv_q(floor.get_mpz_t(), scaled.get_num_mpz_t(), scaled.get_den_mpz_t());
  if (squared) floor = sqrt(floor);
  return floor.fits_slong_p() ? floor.get_si() : std::numeric_limits<int64_t>::max();
}

}  // namespace congress::allocation
