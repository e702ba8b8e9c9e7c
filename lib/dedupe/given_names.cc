#include "dedupe/given_names.h"

#include <array>
#include <unordered_set>

#include "dedupe/nicknames.h"

namespace flatcrm::dedupe {

namespace {

constexpr auto lines = std::to_array<std::string_view>({
    "aaron abel abigail abraham ada adam adela adele adrian adriana agatha agnes aileen albert alberta alden",
    "alexis alfonso alice alicia alina alma alvin amanda amber amelia amy ana anabel andrea angela angelica",
    "angelo angus anita ann anna annabel annabelle anne annika ansel antonia april ariana ariel arlene armando",
    "arnold ashley astrid aubrey audrey august aurora austin ava avery axel",
    "barbara barry beatrice belinda bella bennett bernadette bertha beth bethany bettina beverly bianca birgit",
    "blake blanca bonnie boris brandon brenda brendan brent brett brianna bridget brooklyn bruce bruno byron",
    "camilla candice carina carla carmen carol carole caroline carrie carter casey cassandra cecilia celeste",
    "celia chad chantal chelsea cheryl chester cindy claire clara clarence claudia claus clayton clifford",
    "clint cody colin colleen connie connor constance cora corey cornelia courtney cynthia",
    "daisy dale damian dana dante daphne darcy darius darla darlene darrell darren dawn dean deanna delia dennis",
    "derek desmond diana diane dominic donald donna dora doreen doris dorothea douglas duane duncan dustin dylan",
    "earl edith edna eileen elaine eleanor elena eli elias elijah elise eliza ella ellen elliot eloise elsa elvira",
    "emil emilia emily emma enid eric erica erika ernest esther ethan eugene eva evan eve evelyn",
    "fabian faith faye felicia felicity felipe felix fernanda fiona flora florence floyd francesca frank",
    "gabriel gabriela gail garrett gary gavin gemma geoffrey georgia georgina gerald geraldine gerard gertrude",
    "gilbert gina giselle glen glenda gloria gordon grace graham grant greta guy gwendolyn",
    "hadley hannah hans harold harriet harvey hazel heather heidi heike helen helena helga henrietta herbert",
    "herman hilary hilda holger holly hope horst howard hubert hugo hunter",
    "ida ines ingrid irene iris irma isaac isabel isabella isaiah isla ivy",
    "jacqueline jade jana jane janet janice jared jasmine jasper javier jeanette jeannie jemima jenna jeremy",
    "jerome jesse jessica jill joan joanna joanne jocelyn joel johanna jolene jordan jorge josephine joy joyce",
    "juanita judith julia julian juliana julie juliet julius june justin justine",
    "karen karin karina karla katja keith kelly kelsey kendall kenneth kerry kevin kim kimberly kirk klaus krista",
    "lance lara larissa laura lauren laurence laurie lea leah leila lena leo leon leona leonard leonie leroy",
    "leslie lewis lidia lilian lilly linda linus lisa lisbeth livia logan lois lorena lorraine louise lucas lucia",
    "lucille lucy luisa luke luna lydia lyle lynn",
    "mabel mabelle madeleine madison maja malik mandy manuela marcel marcella marcia margit marian marianne",
    "marie marina marion marisa marissa marjorie marlene marlon marsha marta martha martin martina marvin mary",
    "mason maureen maurice max maxine may maya megan melanie melinda melissa melody mercedes meredith mia mila",
    "mildred miles milton mira miranda miriam moira molly mona monica morgan moritz muriel myra myrtle",
    "nadia nadine naomi natalia natalie natasha nathaniel neil nellie nelson nicolas nicole nina noah noel nora",
    "norma norman nancy",
    "olga olive oliver olivia omar oscar oskar otto owen",
    "paige pamela paola pascal paul paula paulina pauline pearl penelope percy perry petra philippa phyllis",
    "pierre polly priscilla",
    "quentin quincy",
    "rachel ralph ramon ramona randall raquel raul rebecca regina rene renee rhonda riley rita roberta robin",
    "rochelle roderick rodney roger roland rolf roman rosa rosalie rosanna rose rosemary rosie ross roy ruby",
    "rudolf russell ruth ryan",
    "sabine sabrina sally samantha samuel sandra sandy sara sarah saul savannah scarlett scott sean sebastian",
    "selena selma serena sergio seth shane shannon sharon sheila shelby shelley sherry shirley sienna sigrid",
    "silvia simon simone sofia sonia sophia stacey stella stephanie stephen steven stuart summer susan sven sybil",
    "sylvia",
    "tamara tanya tara tatiana taylor teresa terry thelma therese tiffany tina todd tracy travis trevor tristan",
    "troy trudy tyler tyrone",
    "ursula uwe",
    "valentina valerie vanessa vera verena vernon veronica victor victoria viktor vincent viola violet virginia",
    "vivian vivienne",
    "walter wanda warren wayne wendy werner wesley wilbur wilma wolfgang",
    "xavier ximena",
    "yolanda yvette yvonne",
    "zachary zelda zoe",
});

std::unordered_set<std::string_view> read_names() {
  std::unordered_set<std::string_view> names;
  for (std::string_view rest : lines)
    while (!rest.empty()) {
      std::string_view word = rest.substr(0, rest.find(' '));
      names.insert(word);
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
  return names;
}

}  // namespace

bool is_established_name(std::string_view word) {
  static const std::unordered_set<std::string_view> names = read_names();
  return has_nickname(word) || names.count(word) != 0;
}

}  // namespace flatcrm::dedupe
