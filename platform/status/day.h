// Days in figures, as Vietnamese papers write them.
#pragma once

#include <cstdint>
#include <string>

namespace congress::status {

// A day below 10 and the months 1 and 2 take a zero, so that no figure can be put before them; with any other month
// none makes a month. The one place that knows it.
struct DayFigures {
  std::string day;
  std::string month;
  std::string year;

  // `08/7/2025`.
  std::string WithSlashes() const { return day + "/" + month + "/" + year; }
};

inline DayFigures InFigures(int64_t year, int month, int day) {
  const auto figure = [](int number, int padded_below) {
    return (number < padded_below ? "0" : "") + std::to_string(number);
  };
  return {figure(day, 10), figure(month, 3), std::to_string(year)};
}

}  // namespace congress::status
