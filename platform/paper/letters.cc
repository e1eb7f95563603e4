#include "platform/paper/letters.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "congress/paper/v1/reason.pb.h"
#include "platform/paper/fonts.h"
#include "platform/paper/paper.h"
#include "platform/paper/typeset.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::paper {
namespace {

// The letters of all texts, each once.
void AddLetters(const google::protobuf::Message& message, std::set<char32_t>* letters) {
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    const bool is_text = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING;
    if (!is_text && field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (!is_text) {
        AddLetters(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                        : reflection.GetMessage(message, field),
                   letters);
        continue;
      }
      const std::string text =
          field->is_repeated() ? reflection.GetRepeatedString(message, field, i) : reflection.GetString(message, field);
      for (const char* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) letters->insert(g_utf8_get_char(at));
    }
  }
}

}  // namespace

absl::Status RequireLetters(const std::set<char32_t>& lacking) {
  constexpr size_t kMostNamed = 10;
  if (lacking.empty()) return absl::OkStatus();
  std::vector<std::string> letters;
  for (const char32_t letter : lacking) {
    if (letters.size() == kMostNamed) break;
    char utf8[6];
    const int size = g_unichar_to_utf8(letter, utf8);
    letters.push_back(absl::StrFormat("%s (U+%04X)", absl::string_view(utf8, static_cast<size_t>(size)),
                                      static_cast<uint32_t>(letter)));
  }
  return status::InvalidArgument(v1::LETTERS_NOT_IN_PDF, {{"letters", absl::StrJoin(letters, ", ")}});
}

absl::Status CheckLetters(const v1::Paper& paper) {
  RETURN_IF_ERROR(Check(paper));
  std::set<char32_t> letters;
  AddLetters(paper, &letters);
  std::string text;
  for (const char32_t letter : letters) {
    char utf8[6];
    if (letter != '\n') text.append(utf8, static_cast<size_t>(g_unichar_to_utf8(letter, utf8)));
  }
  ASSIGN_OR_RETURN(PangoFontMap* const map, NewFontMap());
  const std::unique_ptr<PangoFontMap, Unref> fonts(map);
  std::set<char32_t> lacking;
  Column column;
  column.width = kPointsPerMillimetre;
  const Layout& layout = Layout::Default();
  const Context context = NewContext(map);
  Set({layout.styles.begin()->first, {{text}}}, layout, context.get(), &column, &lacking);
  return RequireLetters(lacking);
}

}  // namespace congress::paper
