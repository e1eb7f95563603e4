#include "platform/paper/paper.h"
#include "platform/status/macros.h"

namespace congress::paper {

absl::StatusOr<File> Render(const v1::Paper& paper, v1::Format format, const Layout& layout,
                            const std::string& resource) {
  switch (format) {
    case v1::DOCX: {
      ASSIGN_OR_RETURN(std::string content, RenderDocx(paper, layout, resource));
      return File{std::move(content), "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                  ".docx"};
    }
    case v1::PDF: {
      ASSIGN_OR_RETURN(std::string content, RenderPdf(paper, layout, resource));
      return File{std::move(content), "application/pdf", ".pdf"};
    }
    default: {
      ASSIGN_OR_RETURN(std::string content, RenderText(paper, layout));
      return File{std::move(content), "text/plain; charset=utf-8", ".txt"};
    }
  }
}

}  // namespace congress::paper
