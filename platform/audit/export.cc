#include "platform/audit/export.h"

#include <array>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::audit {
namespace {

constexpr std::string_view kBegin = "congress-audit-export 1 ";
constexpr std::string_view kLeaves = "leaves";
constexpr std::string_view kEnd = "end ";
constexpr std::string_view kNone = "-";
constexpr std::string_view kWithheld = "withheld";

std::string InBase64(std::string_view bytes) {
  return bytes.empty() ? std::string(kNone) : absl::Base64Escape(ToAbsl(bytes));
}

bool FromBase64(std::string_view text, std::string* bytes) {
  bytes->clear();
  return text == kNone || absl::Base64Unescape(ToAbsl(text), bytes);
}

// The words of a line; nothing when there are not four.
std::optional<std::array<std::string_view, 4>> WordsOf(std::string_view line) {
  std::array<std::string_view, 4> words;
  for (size_t i = 0; i < words.size(); ++i) {
    const size_t end = line.find(' ');
    if ((end == std::string_view::npos) != (i + 1 == words.size())) return std::nullopt;
    words[i] = line.substr(0, end);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
  return words;
}

}  // namespace

std::string ExportHeader(std::string_view service, std::string_view note) {
  return StrCat(kBegin, service, "\n", note, kLeaves, "\n");
}

std::string ExportLine(const Entry& entry) {
  return StrCat(entry.index, " ", entry.sequence, " ", InBase64(entry.leaf_sha256), " ",
                entry.withheld ? std::string(kWithheld) : InBase64(entry.record), "\n");
}

std::string ExportEnd(int64_t count) { return StrCat(kEnd, count, "\n"); }

absl::StatusOr<Export> ReadExportHeader(std::istream& file) {
  std::string line;
  Export read;
  if (!std::getline(file, line) || !line.starts_with(kBegin)) {
    return absl::InvalidArgumentError("the file is no export of an audit log");
  }
  read.service = line.substr(kBegin.size());
  while (std::getline(file, line)) {
    if (line == kLeaves) return read;
    read.note += line + "\n";
  }
  return absl::InvalidArgumentError("the export ends before its first leaf");
}

absl::Status ReadExport(std::istream& file, absl::FunctionRef<void(const Entry&)> visit) {
  std::string line;
  std::string leaf;
  std::string record;
  int64_t count = 0;
  while (std::getline(file, line)) {
    if (line.starts_with(kEnd)) {
      if (line + "\n" != ExportEnd(count)) break;
      if (file.peek() == std::istream::traits_type::eof()) return absl::OkStatus();
      return absl::InvalidArgumentError("something stands behind the end of the export");
    }
    ++count;
    const auto words = WordsOf(line);
    Entry entry;
    bool fits = words && absl::SimpleAtoi(ToAbsl((*words)[0]), &entry.index) &&
                absl::SimpleAtoi(ToAbsl((*words)[1]), &entry.sequence) && FromBase64((*words)[2], &leaf);
    if (fits) {
      entry.withheld = (*words)[3] == kWithheld;
      record.clear();
      fits = entry.withheld || FromBase64((*words)[3], &record);
    }
    if (!fits) return absl::InvalidArgumentError(StrCat("leaf ", count, " of the export cannot be read"));
    entry.leaf_sha256 = leaf;
    entry.record = record;
    visit(entry);
  }
  return absl::InvalidArgumentError(StrCat("the export is not complete: it ends behind ", count, " leaves"));
}

}  // namespace congress::audit
