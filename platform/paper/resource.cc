#include <zip.h>

#include <memory>
#include <pugixml.hpp>

#include "absl/strings/ascii.h"
#include "platform/paper/paper.h"

namespace congress::paper {
namespace {

// Nobody writes more about a document.
constexpr zip_uint64_t kMostCoreBytes = 1 << 20;

// The part of a DOCX file that describes it; empty where there is none.
std::string CoreOf(std::string_view file) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(file.data(), file.size(), 0, &error);
  if (source == nullptr) return "";
  const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(zip_open_from_source(source, ZIP_RDONLY, &error),
                                                               &zip_discard);
  if (archive == nullptr) {
    zip_source_free(source);
    return "";
  }
  zip_stat_t stat;
  if (zip_stat(archive.get(), "docProps/core.xml", 0, &stat) != 0 || stat.size > kMostCoreBytes) return "";
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> part(zip_fopen(archive.get(), "docProps/core.xml", 0),
                                                                &zip_fclose);
  std::string bytes(stat.size, '\0');
  const zip_int64_t read = part == nullptr ? -1 : zip_fread(part.get(), bytes.data(), bytes.size());
  return read == static_cast<zip_int64_t>(bytes.size()) ? bytes : "";
}

std::string KeywordsOf(const std::string& core) {
  pugi::xml_document part;
  if (!part.load_buffer(core.data(), core.size())) return "";
  return part.child("cp:coreProperties").child("cp:keywords").text().as_string();
}

bool IsOfName(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '/'; }

// The first run of letters of names that begins with `collection`.
std::string NameIn(std::string_view text, std::string_view collection) {
  const size_t begin = text.find(collection);
  if (begin == std::string_view::npos) return "";
  size_t end = begin;
  while (end < text.size() && IsOfName(text[end])) ++end;
  return std::string(text.substr(begin, end - begin));
}

}  // namespace

std::string ResourceIn(std::string_view file, std::string_view collection) {
  if (file.starts_with("PK")) return NameIn(KeywordsOf(CoreOf(file)), collection);
  // Programs that write PDF leave what describes it uncompressed, and names are ASCII.
  constexpr std::string_view kKeywords = "/Keywords";
  if (!file.starts_with("%PDF-")) return "";
  const size_t keywords = file.rfind(kKeywords);
  if (keywords == std::string_view::npos) return "";
  const std::string_view after = file.substr(keywords + kKeywords.size());
  return NameIn(after.substr(0, after.find(')')), collection);
}

}  // namespace congress::paper
