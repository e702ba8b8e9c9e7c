# Writes a source file that holds the schemas as text: cmake -DOUTPUT=... -DFOLDER=... -DNAMES=a,b -P embed_schemas.cmake
string(REPLACE "," ";" names "${NAMES}")
set(out "#include \"model/schema_texts.h\"\n\nnamespace flatcrm::model {\n\nconst SchemaText schema_texts[] = {\n")
foreach(name IN LISTS names)
  file(READ "${FOLDER}/${name}.yaml" text)
  string(APPEND out "    {\"${name}\", R\"schema(${text})schema\"},\n")
endforeach()
string(APPEND out "};\n\nconst std::size_t schema_text_count = sizeof schema_texts / sizeof schema_texts[0];\n\n}  // namespace flatcrm::model\n")
file(WRITE "${OUTPUT}" "${out}")
