#include "services/allocation/domain/apportionment/certify_table.h"

#include <gmpxx.h>

#include <algorithm>
#include <string>

#include "platform/digest/sha256.h"
#include "services/allocation/certificate/divisor_text.h"
#include "services/allocation/certificate/inputs_text.h"
#include "services/allocation/domain/apportionment/certify.h"
#include "services/allocation/domain/apportionment/millionths.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

using Lines = google::protobuf::RepeatedPtrField<v1::ApportionedLine>;
using CertifiedLines = google::protobuf::RepeatedPtrField<v1::CertifiedLine>;

// Seats and divisors of the lines that have a cell with a weight. As they are compared; none when one is too long.
std::optional<std::vector<mpq_class>> WriteLines(const Lines& lines, const std::vector<bool>& weighted, bool squared,
                                                 CertifiedLines* written) {
  std::vector<mpq_class> divisors;
  for (int i = 0; i < lines.size(); ++i) {
    v1::CertifiedLine& line = *written->Mutable(i);
    line.set_seats(lines[i].seats());
    if (weighted[static_cast<size_t>(i)]) line.set_divisor(lines[i].divisor());
    const auto divisor = ReadDivisor(line.divisor(), squared);
    if (!divisor.has_value()) return std::nullopt;
    divisors.push_back(divisor->given ? divisor->power : mpq_class(1));
  }
  return divisors;
}

mpq_class Post(const apportion::Signposts& signposts, int64_t seats) {
  const auto post = signposts.At<mpz_class>(seats);
  return exact::ToMpq(post.numerator, post.denominator);
}

}  // namespace

v1::TableCertificate Inputs(const v1::ComputeBiproportionalApportionmentRequest& request, const TableTask& task) {
  v1::TableCertificate certificate;
  certificate.set_format(1);
  certificate.set_method(task.method.name);
  certificate.set_first_divisor(task.method.first_divisor);
  if (task.upper.has_value()) certificate.set_upper_method(task.upper->name);
  certificate.set_seat_for_strongest(request.seat_for_strongest());
  const auto add = [](const v1::TableLine& line, CertifiedLines* lines) {
    v1::CertifiedLine& written = *lines->Add();
    written.set_key(line.key());
    written.set_seats(line.seats());
    written.set_excluded(line.excluded());
  };
  for (const v1::TableLine& row : request.rows()) add(row, certificate.mutable_rows());
  for (const v1::TableLine& column : request.columns()) add(column, certificate.mutable_columns());
  for (int i = 0; i < request.cells_size(); ++i) {
    v1::CertifiedCell& cell = *certificate.add_cells();
    cell.set_row(request.cells(i).row());
    cell.set_column(request.cells(i).column());
    cell.set_weight(task.weights[static_cast<size_t>(i)]);
    cell.set_minimum(request.cells(i).minimum());
  }
  certificate.set_inputs_sha256(digest::Sha256Hex(InputsText(certificate)));
  return certificate;
}

bool Certify(const TableTask& task, const v1::ComputeBiproportionalApportionmentResponse& answer,
             v1::TableCertificate* certificate) {
  const apportion::Signposts& signposts = task.signposts();
  const bool squared = signposts.squared();
  const size_t width = task.table.columns.size();
  std::vector<bool> rows(task.table.rows.size());
  std::vector<bool> columns(width);
  for (size_t place = 0; place < task.table.cells.size(); ++place) {
    if (task.table.cells[place].weight == 0) continue;
    rows[place / width] = true;
    columns[place % width] = true;
  }
  const auto row_divisors = WriteLines(answer.rows(), rows, squared, certificate->mutable_rows());
  const auto column_divisors = WriteLines(answer.columns(), columns, squared, certificate->mutable_columns());
  if (!row_divisors.has_value() || !column_divisors.has_value()) return false;
  const std::vector<int64_t> least = LeastSeats(signposts, task.table);
  const mpq_class scale(exact::PowerOf<mpz_class>(PowerOfTen(task.scale), squared));
  for (int i = 0; i < answer.cells_size(); ++i) {
    const size_t place = task.places[static_cast<size_t>(i)];
    v1::CertifiedCell& cell = *certificate->mutable_cells(i);
    const int64_t seats = answer.cells(i).seats();
    cell.set_seats(seats);
    cell.set_rounding_point_millionths(Millionths(Post(signposts, seats), squared));
    if (task.table.cells[place].weight == 0) continue;
    const mpq_class quotient = mpq_class(exact::PowerOf<mpz_class>(task.table.cells[place].weight, squared)) /
                               (scale * (*row_divisors)[place / width] * (*column_divisors)[place % width]);
    cell.set_quotient_millionths(Millionths(quotient, squared));
    if (least[place] > 0 && quotient < Post(signposts, seats - 1)) cell.set_bound(v1::CertifiedUnit::MINIMUM);
  }
  if (answer.has_tie()) {
    *certificate->mutable_tie() = CertifiedTieOf(
        answer.tie(), answer.decided(), answer.has_lot() ? &answer.lot() : nullptr, certificate->inputs_sha256());
  }
  certificate->set_result_sha256(digest::Sha256Hex(ResultText(*certificate)));
  return true;
}

}  // namespace congress::allocation
