#include "platform/paper/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include <string>
#include <string_view>

#include "platform/status/macros.h"
#include "platform/status/strings.h"

extern "C" {
extern const char congress_font_regular_begin[], congress_font_regular_end[];
extern const char congress_font_bold_begin[], congress_font_bold_end[];
extern const char congress_font_italic_begin[], congress_font_italic_end[];
extern const char congress_font_bolditalic_begin[], congress_font_bolditalic_end[];
}

namespace congress::paper {
namespace {

// fontconfig and FreeType know fonts by paths. These files have one, but no place on any disk; they stay open as long
// as the process runs.
absl::Status AddFont(FcConfig* config, std::string_view font) {
  const int file = memfd_create("font", MFD_CLOEXEC);
  if (file < 0 || write(file, font.data(), font.size()) != static_cast<ssize_t>(font.size())) {
    return absl::InternalError("no memory file for a font");
  }
  const std::string path = StrCat("/proc/self/fd/", file);
  if (!FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(path.c_str()))) {
    return absl::InternalError("fontconfig cannot read a font");
  }
  return absl::OkStatus();
}

// Makes the fonts those of the process, so that nothing looks for the machine's.
absl::Status SetFonts() {
#ifdef __SANITIZE_ADDRESS__
  // What fontconfig keeps is found by offsets, and pointers alone keep memory from counting as leaked.
  const __lsan::ScopedDisabler kept;
#endif
  FcConfig* const config = FcConfigCreate();
  RETURN_IF_ERROR(AddFont(config, {congress_font_regular_begin, congress_font_regular_end}));
  RETURN_IF_ERROR(AddFont(config, {congress_font_bold_begin, congress_font_bold_end}));
  RETURN_IF_ERROR(AddFont(config, {congress_font_italic_begin, congress_font_italic_end}));
  RETURN_IF_ERROR(AddFont(config, {congress_font_bolditalic_begin, congress_font_bolditalic_end}));
  if (!FcConfigSetCurrent(config)) return absl::InternalError("fontconfig does not take the fonts");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PangoFontMap*> NewFontMap() {
  static const absl::Status& set = *new absl::Status(SetFonts());
  RETURN_IF_ERROR(set);
  PangoFontMap* const map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  if (map == nullptr) return absl::InternalError("cairo has no FreeType");
  // A point is a unit of PDF.
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
  return map;
}

}  // namespace congress::paper
