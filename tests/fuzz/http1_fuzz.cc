// Bytes of HTTP/1.1 in pieces of any size: they are read alike however they come, what is read holds to the grammar,
// and after a fault nothing is.
#include <cstdlib>
#include <string>
#include <vector>

#include "platform/front/http1_reader.h"

namespace {

using congress::front::Field;
using congress::front::Http1Reader;

void Demand(bool holds) {
  if (!holds) std::abort();
}

void DemandLine(std::string_view text) {
  for (const char c : text) Demand(c != '\r' && c != '\n' && c != 0);
}

std::string Read(std::string_view bytes, size_t step) {
  constexpr size_t kHeaderBytes = 2'000;
  Http1Reader reader(kHeaderBytes);
  std::string told;
  std::string waiting;
  for (size_t at = 0; at < bytes.size(); at += step) {
    waiting += bytes.substr(at, step);
    for (bool more = true; more;) {
      std::string_view rest = waiting;
      const Http1Reader::Found found = reader.Read(&rest);
      switch (found) {
        case Http1Reader::Found::kNothing:
          // What is kept of a request that is not there yet is bounded.
          Demand(rest.size() <= kHeaderBytes);
          more = false;
          break;
        case Http1Reader::Found::kHeader:
          told += "<" + reader.request().method + " " + reader.request().path;
          Demand(reader.request().path.starts_with('/') && !reader.request().authority.empty());
          DemandLine(reader.request().path);
          for (const Field& field : reader.request().fields) {
            DemandLine(field.name);
            DemandLine(field.value);
            Demand(!field.name.empty());
            told += "|" + field.name + ":" + field.value;
          }
          Demand(reader.header_size() <= kHeaderBytes);
          told += ">";
          break;
        case Http1Reader::Found::kBody:
          Demand(!reader.body().empty());
          told += reader.body();
          break;
        case Http1Reader::Found::kEnd:
          told += "</>";
          break;
        case Http1Reader::Found::kFault:
          Demand(!reader.fault().empty() && reader.Read(&rest) == Http1Reader::Found::kFault);
          return told + "!";
      }
      waiting.erase(0, waiting.size() - rest.size());
    }
  }
  return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Demand(Read(bytes, bytes.size() + 1) == Read(bytes, data[0] % 16 + size_t{1}));
  return 0;
}
