// Common family names of countries that write them first, folded and in Latin letters: "Wang Xiaoming" and "Xiaoming Wang" are told apart by them.
//
// Source  the most common surnames of each country in "Popular names by country" (sigpwned, CC0), romanized.
#pragma once

#include <array>
#include <string_view>

namespace flatcrm::text {

struct FamilyNames {
  std::string_view countries;  // two letters each, blanks between
  std::string_view names;      // in order of the alphabet, a blank before and behind each
};

inline constexpr auto common_families = std::to_array<FamilyNames>({
    {"CN TW HK MO SG",
     " cai can chai chan chang chen cheong cheung chhoa chiu choa choi chong chow choy chu chua "
     "chun coi eaw eng gao go goh gouw guo he heng ho hu huang ieong iu joeng ko kwok lam lao "
     "lau law le lee lei li liem lim lin liu lou low lum luo ma ng ngo ong suen sun tan teo teoh "
     "ting tiong tiu toy tsai tsay tsoi tsui ung vang vong wang wong woo wu xu yang yeong yeung "
     "young zhang zhao zhou zhu zoeng "},
    {"HU",
     " balazs balogh farkas feher fekete gal horvath juhasz kiss kovacs lakatos meszaros molnar "
     "nagy nemeth olah papp racz simon szabo szilagyi takacs torok toth varga "},
    {"JP",
     " abe ando aoki arai chiba endo fujihara fujii fujita fujiwara fukuda goto hara harada "
     "hasegawa hashimoto hayashi hirano ichikawa ikeda imai inoue ishida ishii ishikawa ito "
     "iwasaki kaneko kato kawano kikuchi kimura kinoshita kobayashi kojima kondo kono koyama "
     "kudo maeda maruyama masuda matsuda matsui matsumoto miura miyamoto miyasaki miyazaki mori "
     "morita murakami murata nakagawa nakajima nakamura nakano nakashima nakayama nishimura "
     "noguchi nomura ogawa okada okamoto ono ota otsuka oyama saito sakai sakamoto sakurai sano "
     "sasaki sato shibata shimada shimizu sugahara sugawara sugiyama suzuki takada takagi "
     "takahashi takaki takata takeda taketa takeuchi tamura tanaka taniguchi uchida ueda ueno "
     "ueta wada watabe watanabe yamada yamaguchi yamamoto yamasaki yamashita yamazaki yokoyama "
     "yoshida "},
    {"KR KP",
     " ahn an bae baek bai bak bhak cha chang chen cheon cheong cho choe choi choo choy chu chun "
     "chung eom gang ghang ghim gim go goh goo gu gwak gwon ha hah han heo her hong huang hui "
     "hur hwang im jang jean jee jen jeon jeong ji jin jo joe joo joy ju jun jung juu kang kim "
     "ko koak koh koo kuen kwak kwon la lau lee lim liu min mon moon mun munn na nam nan nham no "
     "noh oh pae pai paik pak park phak ra rhee rhim rim roh ryang ryoo ryu seo seoh seong shen "
     "shim shin shong shung sim sin sohn son song sonn suh sung uhm um woo yang yau yi yim yoo "
     "yoon youn young yu yun zhu zuu "},
    {"VN",
     " bui dam dang dao doan duong ha ho hoa hoang huynh khuc kim lam le luong luu ly mac mai ngo "
     "nguyen pham phan phi phung quach ta thach thai than thuong tieu to tong trac tran trieu "
     "trinh truong tu vo vu vuong "},
});

}  // namespace flatcrm::text
