// What an opinion says, as words, without what only dresses it: who speaks, the polite frame, small words, punctuation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace congress::drafting {

struct SaidWords {
  // In order, spellings of one word as one number. Never empty for a text with a word.
  std::vector<uint32_t> all;
  // Those of them that turn the meaning, in order: figures and numerals, negations, directions, `hoặc`. Marks such as
  // `%` and `?` are among both.
  std::vector<uint32_t> decisive;
};

// Reads opinions of one round; their numbers of words are comparable with each other only.
class OpinionWords {
 public:
  OpinionWords();

  // What frames are is a closed list in the .cc, so that nothing else is ever passed over: a speaker before a request
  // (`Đảng uỷ xã Nghi Lộc đề nghị`), consent to the draft as a whole (`Cơ bản nhất trí với dự thảo báo cáo,`), a
  // request and whom it asks (`đề nghị Ban soạn thảo xem xét,`), thanks at the end. A text that is nothing else keeps
  // all of it.
  SaidWords Read(std::string_view text);

  // By number, as text::IdentityKey writes them.
  const std::vector<std::string>& words() const { return words_; }

 private:
  friend class OpinionFrame;
  using Phrases = std::vector<std::vector<uint32_t>>;

  // A word or mark of a text.
  struct Part {
    uint32_t word;
    bool is_mark;
    // Begins with a capital letter and goes on with small ones, or holds a digit: may be of a name.
    bool is_name;
  };
  // What is known of a spelling.
  struct Spelling {
    Part part;
    bool is_decisive;
  };

  uint32_t NumberOf(const std::string& word);
  Phrases PhrasesOf(std::string_view list);
  const Spelling& SpellingOf(std::string_view token, bool is_mark);

  std::vector<std::string> words_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;
  absl::flat_hash_map<std::string, Spelling> spellings_;
  // By word.
  absl::flat_hash_set<uint32_t> decisive_;
  absl::flat_hash_set<uint32_t> small_;
  Phrases speakers_, degrees_, consents_, with_, whole_, drafts_, papers_, polite_, requests_, addressees_, weigh_,
      joins_, thanks_;
};

}  // namespace congress::drafting
