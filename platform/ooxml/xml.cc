#include "platform/ooxml/xml.h"

#include <expat.h>

#include <limits>
#include <memory>
#include <type_traits>

namespace congress::ooxml {
namespace {

struct Reading {
  const XmlReader& reader;
  XML_Parser parser;
};

std::string_view WithoutPrefix(std::string_view name) { return name.substr(name.find(':') + 1); }

void Begin(void* data, const XML_Char* name, const XML_Char** pairs) {
  const Reading& reading = *static_cast<Reading*>(data);
  Attributes attributes;
  for (; *pairs != nullptr; pairs += 2) attributes.emplace_back(WithoutPrefix(pairs[0]), pairs[1]);
  if (!reading.reader.begin(WithoutPrefix(name), attributes)) XML_StopParser(reading.parser, XML_FALSE);
}

void End(void* data, const XML_Char* name) {
  const Reading& reading = *static_cast<Reading*>(data);
  if (!reading.reader.end(WithoutPrefix(name))) XML_StopParser(reading.parser, XML_FALSE);
}

void Text(void* data, const XML_Char* piece, int size) {
  static_cast<Reading*>(data)->reader.text({piece, static_cast<size_t>(size)});
}

void Doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  XML_StopParser(static_cast<Reading*>(data)->parser, XML_FALSE);
}

}  // namespace

bool ReadXml(std::string_view xml, const XmlReader& reader) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr),
                                                                                             &XML_ParserFree);
  if (parser == nullptr || xml.size() > static_cast<size_t>(std::numeric_limits<int>::max())) return false;
  Reading reading{reader, parser.get()};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), &Begin, &End);
  XML_SetCharacterDataHandler(parser.get(), &Text);
  XML_SetStartDoctypeDeclHandler(parser.get(), &Doctype);
  return XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE) == XML_STATUS_OK;
}

std::string_view ValueOf(const Attributes& attributes, std::string_view name) {
  for (const auto& [attribute, value] : attributes) {
    if (attribute == name) return value;
  }
  return {};
}

}  // namespace congress::ooxml
