// What a ballot came to, in words.
#pragma once

#include <cstdint>
#include <string>

#include "congress/dossiers/v1/process_template.pb.h"
#include "congress/dossiers/v1/step_result.pb.h"
#include "platform/status/sentence.h"

namespace congress::dossiers {

// `82.35%`, in Vietnamese `82,35%`: to two decimals, half up. Nothing where there is no whole.
std::string Percent(int64_t part, int64_t whole, status::Language language);

// `Nguyễn Văn A: 41 phiếu đồng ý, bằng 82% trên 50 người được triệu tập; cần ít nhất 26 phiếu: đạt.`
std::string ChoiceSentence(const v1::ProcessStep& rule, const v1::Choice& choice, const std::string& name,
                           status::Language language);

// Whether somebody passes, as a table says it.
std::string OutcomeOf(const v1::Choice& choice, status::Language language);

}  // namespace congress::dossiers
