// Which letters beyond ASCII languages write, and in which encodings: what sniff_encoding judges by.
//
// The letters are given in lower case; capitals count as they do.
// Source  CLDR main exemplar characters, without what is only met in loan words.
#pragma once

#include <string_view>

namespace flatcrm::text {

struct LanguageLetters {
  std::string_view language;
  std::u32string_view letters;
  double weight;  // below 1 for a mixture, so that one language explains better than many
};

struct EncodingCandidate {
  std::string_view encoding;
  std::string_view
      without_c1;  // the name where no byte of 0x80 to 0x9f occurs and the text is the same; or ""
  const LanguageLetters* first;
  const LanguageLetters* last;
  bool is_latin;
};

inline constexpr LanguageLetters western[] = {
    {"German", U"äöüß", 1},
    {"French", U"éèàâêîïôùûüÿçœæë", 1},
    {"Spanish", U"áéíóúüñªº", 1},
    {"Portuguese", U"áàâãçéêíóôõúüªº", 1},
    {"Italian", U"àèéìíîòóùú", 1},
    {"Dutch", U"éëïóöüèáíúêç", 1},
    {"Swedish", U"åäöé", 1},
    {"Danish", U"æøåé", 1},
    {"Icelandic", U"áðéíóúýþæö", 1},
    {"Catalan", U"àçéèíïóòúü·ª", 1},
    {"West European languages", U"äöüßéèàâêîïôùûçœæëáíóúñãõìòåøåÿ", 0.95},
};
inline constexpr LanguageLetters central[] = {
    {"Polish", U"ąćęłńóśźż", 1},
    {"Czech", U"áčďéěíňóřšťúůýž", 1},
    {"Slovak", U"áäčďéíĺľňóôŕšťúýž", 1},
    {"Hungarian", U"áéíóöőúüű", 1},
    {"Croatian", U"čćđšž", 1},
    {"Romanian", U"ăâîşţ", 1},
    {"German", U"äöüß", 1},
    {"Central European languages", U"ąćęłńóśźżáčďéěíňřšťúůýžäôľĺŕöőüűđăâîşţëß", 0.95},
};
inline constexpr LanguageLetters turkish[] = {{"Turkish", U"çğıiöşüâî", 1}};
inline constexpr LanguageLetters baltic[] = {
    {"Lithuanian", U"ąčęėįšųūž", 1},
    {"Latvian", U"āčēģīķļņšūž", 1},
    {"Estonian", U"äõöüšž", 1},
};
inline constexpr LanguageLetters cyrillic[] = {
    {"Russian", U"абвгдеёжзийклмнопрстуфхцчшщъыьэюя", 1},
    {"Ukrainian", U"абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", 1},
    {"Bulgarian", U"абвгдежзийклмнопрстуфхцчшщъьюя", 1},
    {"Serbian", U"абвгдђежзијклљмнњопрстћуфхцчџш", 1},
    {"Cyrillic languages", U"абвгдеёжзийклмнопрстуфхцчшщъыьэюяґєіїђјљњћџѓќўѕ", 0.95},
};
inline constexpr LanguageLetters greek[] = {{"Greek", U"αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ", 1}};

/// In the order of preference where two explain the bytes as well.
inline constexpr EncodingCandidate single_byte_candidates[] = {
    {"windows-1252", "ISO-8859-1", std::begin(western), std::end(western), true},
    {"ISO-8859-15", "", std::begin(western), std::end(western), true},
    {"windows-1250", "", std::begin(central), std::end(central), true},
    {"ISO-8859-2", "", std::begin(central), std::end(central), true},
    {"windows-1254", "", std::begin(turkish), std::end(turkish), true},
    {"windows-1257", "", std::begin(baltic), std::end(baltic), true},
    {"IBM850", "", std::begin(western), std::end(western), true},
    {"macintosh", "", std::begin(western), std::end(western), true},
    {"windows-1251", "", std::begin(cyrillic), std::end(cyrillic), false},
    {"KOI8-R", "", std::begin(cyrillic), std::end(cyrillic), false},
    {"ISO-8859-5", "", std::begin(cyrillic), std::end(cyrillic), false},
    {"windows-1253", "", std::begin(greek), std::end(greek), false},
    {"ISO-8859-7", "", std::begin(greek), std::end(greek), false},
};

// Characters that a list of people, firms and places is full of, by language: what tells two-byte
// encodings apart.
inline constexpr std::u32string_view korean =
    U"이가다는을의에서하고지사기도인로시한수정대자부장김박최영민현성준은우진주아윤조임강경미희선연호재원동구"
    U"송유나안남전홍문양손배"
    U"백허심노권황신오상국회소식울산광천화숙순옥명철석훈빈예하율채린태건혁규";
inline constexpr std::u32string_view simplified =
    U"的一是不了人在有王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶"
    U"程苏魏吕丁任沈姚卢姜崔钟"
    U"谭陆汪范金石廖贾夏方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严伟芳娜敏静丽强磊军洋勇艳杰娟涛"
    U"明超秀霞平刚桂英华玉兰梅鑫"
    U"宇浩轩梓涵欣怡子睿雨泽俊辰思晨佳诺奕沐一市省区路号公司北京上海广州大中国";
inline constexpr std::u32string_view japanese =
    U"佐藤田中山本小高木村林川井上野原島松清水崎池橋石前岡後谷口森長近坂青西福三太和子美一郎部東京市区県町大"
    U"株式会社阿加伊吉渡辺斎"
    U"翔蓮陽結愛葵莉優花咲鈴伊斉遠菅千葉内久保平今宮柴酒工横新武丸竹金河杉浦安関永樹斗真悠奈菜桜陸";
inline constexpr std::u32string_view traditional =
    U"陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴范"
    U"方宋鄧杜傅侯曹薛丁卓馬阮"
    U"董唐溫蔣石藍紀古姚連馮歐程湯康田姜白汪尤鄒巫鐘黎涂龔嚴韓袁台北市區路號公司有限的國中大人美玲志明俊傑家"
    U"豪怡君雅婷淑芬惠宗翰承恩";

}  // namespace flatcrm::text
