# Warnings for our own code; generated code and libraries are SYSTEM and exempt.
add_library(congress_warnings INTERFACE)
target_compile_options(congress_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual $<$<CXX_COMPILER_ID:GNU>:-Werror> $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
