# congress_embed(TARGET x SYMBOL roles_yaml FILE path [DEPENDS …]): the file's bytes inside the library, between
# the symbols congress_<symbol>_begin and congress_<symbol>_end.
function(congress_embed)
  cmake_parse_arguments(arg "" "TARGET;SYMBOL;FILE" "DEPENDS" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${arg_SYMBOL}.S)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
  .section .rodata
  .global congress_@arg_SYMBOL@_begin
  .global congress_@arg_SYMBOL@_end
  .balign 16
congress_@arg_SYMBOL@_begin:
  .incbin "@arg_FILE@"
congress_@arg_SYMBOL@_end:
  .byte 0
  .section .note.GNU-stack,"",%progbits
]])
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${arg_FILE};${arg_DEPENDS}")
  target_sources(${arg_TARGET} PRIVATE ${source})
endfunction()
