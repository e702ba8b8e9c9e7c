#include "dedupe/nicknames.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace flatcrm::dedupe {

namespace {

constexpr auto lines = std::to_array<std::string_view>({
    "robert rob bob bobby robbie roberto robby",
    "robert bert",
    "william will bill billy willy willie liam guillermo guillaume wilhelm willem",
    "richard rich rick ricky dick richie ricardo riccardo",
    "edward ed eddie ted teddy ned eduardo edouard eduard",
    "edwin ed eddie",
    "edmund ed eddie ned",
    "edgar ed eddie",
    "theodore ted teddy theo theodor",
    "thomas tom tommy thom tomas tommaso tomasz",
    "james jim jimmy jamie jimmie",
    "john jack johnny johnnie jon",
    "john johann johannes hans jean juan giovanni ivan jan ian sean johan jens joao",
    "jonathan jon johnny jonny nathan jonathon",
    "joseph joe joey jose giuseppe josef jozef pepe beppe",
    "joshua josh",
    "michael mike mick mickey mikey micky michel miguel michele mikhail michal misha michaela",
    "mitchell mitch",
    "christopher chris kris topher christoph christophe cristobal kit",
    "christian chris kris christiaan cristian kristian",
    "christina chris chrissy tina christine kristina kristin kirsten cristina christa",
    "charles charlie chuck chas chip carlos carlo karl carl karel charly",
    "charlotte charlie lotte lottie lotta carla",
    "david dave davey davy davide dawid",
    "daniel dan danny daniele danilo danie",
    "danielle dani danny daniela daniella",
    "matthew matt matty matthias matteo mateo mathieu matthieu mathew mateusz",
    "mark marc marco marcus marek markus marcos",
    "anthony tony anton antonio antoine antony ant",
    "andrew andy drew andreas andre andrea andrei andrzej andres anders",
    "alexander alex al sandy alec alek sasha alejandro alessandro alexandre aleksander aleksandr alexandr "
    "lex xander",
    "alexandra alex sandra alexa sasha sandy alejandra alessandra aleksandra alexandria",
    "alfred alf alfie fred freddy al alfredo",
    "albert al bert bertie alberto",
    "alan al allan allen alain",
    "allison ali alli allie alison",
    "arthur art artie arturo artur",
    "benjamin ben benny benjy benji",
    "benedict ben benny benedikt",
    "bernard bernie bernhard bernd bernardo",
    "bradley brad",
    "bradford brad",
    "brian bryan bryant",
    "calvin cal",
    "cameron cam",
    "catherine kate cathy katie cat kitty kathy katy catharine katherine kathryn katharina caterina catalina "
    "katarina "
    "ekaterina katja cathryn katharine kathrin karin",
    "kathleen kathy kate katie cathleen",
    "caroline carrie carol carolyn carolina karoline caro lina",
    "cynthia cindy",
    "deborah deb debbie debby debra",
    "diane diana di dianne",
    "dominic dom nick dominik dominique domenico",
    "donald don donnie",
    "dorothy dot dottie dolly dorothea dora",
    "douglas doug",
    "eleanor ellie nell nora elle elenor eleanora eleonore eleonora ella lenore",
    "helen helena ellen elena helene nell elaine lena hele",
    "elizabeth liz beth betty lizzie eliza elisabeth libby bess elsie lisa elise elisabetta isabel lisbeth "
    "liza betsy "
    "elzbieta",
    "emily em emmy millie emilia emilie",
    "emma em emmy emmie",
    "amelia mia millie amy amelie emelia",
    "eric erik rick erich",
    "eugene gene eugen",
    "florence flo florrie florentina",
    "frances fran frankie francesca francoise franziska franzi francisca fanny",
    "francis frank fran francesco francisco francois franz frankie franco paco",
    "frank franklin frankie",
    "frederick fred freddie freddy friedrich frederic federico fritz fredrik frederik frederic",
    "gabriel gabe gabby gabriele",
    "gabriella gabby gabi gabriela gaby",
    "george georg georges jorge giorgio georgy jurgen joerg jorg jerzy",
    "georgia georgie georgina gina",
    "gerald gerry jerry gerard gerhard gerd gerardo",
    "gregory greg gregor grzegorz gregorio",
    "harold harry hal harald",
    "harry henry harrison",
    "henry hank hal heinrich henri enrique enrico hendrik henrik henryk heinz",
    "herbert bert herb",
    "isabella bella izzy isabel isabelle isobel isa",
    "jacob jake jakob jaime jacques giacomo jakub jack",
    "jacqueline jackie jacqui",
    "jane janey janie jayne johanna jana joan joanna jeanne juana giovanna",
    "janet jan janie",
    "jennifer jen jenny jennie",
    "jeffrey jeff geoff geoffrey jeffery",
    "jeremy jerry jeremiah jem",
    "jessica jess jessie",
    "joanne jo joanna joann",
    "josephine jo josie josefine josephina",
    "judith judy jutta",
    "julia julie jules giulia juliette juliet juliane",
    "julian jules julien giuliano",
    "kenneth ken kenny",
    "kimberly kim kimberley",
    "lawrence larry laurie lorenzo laurence laurent lorenz laurenz loren",
    "laura laurie lori lora laure",
    "leonard leo len lenny leonardo leonhard",
    "leo leopold leon",
    "lewis lou louis luis luigi ludwig louie luiz ludovic lewie",
    "louise lou luise luisa louisa",
    "lucas luke luca lukas luc lucian",
    "lucy lucia lucie luz",
    "lilian lily lillian lilly lil",
    "madeline maddie madeleine maddy madelyn madalyn",
    "margaret maggie meg peggy marge greta margot margarete margarita margherita marguerite rita daisy "
    "gretchen "
    "margarethe malgorzata grete",
    "martha marta patty marty",
    "martin marty martijn martino marcin",
    "mary maria marie molly polly mia maryam mariam miriam mae mitzi may",
    "marianne marian mary",
    "maximilian max massimiliano",
    "maxwell max",
    "megan meg meghan meaghan",
    "melissa mel lissa missy",
    "melanie mel",
    "nathan nate nathaniel nat nathanael",
    "nicholas nick nicky nico nicolas nikolaus klaus niklas niccolo nicola nikolai nicolai nikolas claus "
    "mikolaj",
    "nicole nicky nikki nicola",
    "oliver ollie olivier olly oliviero",
    "olivia liv livvy ollie livia",
    "pamela pam",
    "patrick pat paddy patrice patricio patrik",
    "patricia pat patty trish tricia patti patrizia",
    "paul pablo paolo paulo pavel pawel pauly",
    "peter pete pedro pietro pierre petr piotr pyotr petra piet",
    "philip phil philipp felipe philippe filippo phillip pip filip",
    "phoebe phebe",
    "rachel rach rachael raquel rahel",
    "raymond ray ramon raimund",
    "rebecca becky becca beck rebekah rebekka",
    "reginald reg reggie",
    "ronald ron ronnie",
    "rosemary rose rosie romy",
    "rose rosa rosie rosalie",
    "roderick rod roddy",
    "rudolf rudi rudy rudolph",
    "russell russ rusty",
    "ruth ruthie",
    "samuel sam sammy",
    "samantha sam sammy",
    "sarah sara sally sadie zara sahra",
    "scarlett scarlet",
    "sebastian seb bastian basti sebastien",
    "simon simone szymon ximon",
    "sophia sophie sofia sofie sonia sofya zofia soph",
    "stephen steve steven stephan stefan steph stevie esteban stefano stephane szczepan etienne",
    "stephanie steph stefanie stephany stefania",
    "stanley stan",
    "stuart stu stewart",
    "susan sue susie suzie suzanne susanne susanna suzy susanne susana",
    "teresa terry tess theresa therese tessa terri tracy",
    "terence terry terrence",
    "timothy tim timmy timo timotheus",
    "tobias toby tobi",
    "valerie val valeria",
    "veronica ronnie vera veronika",
    "vernon vern",
    "victor vic viktor vittorio victoir",
    "victoria vicky vicki tori viktoria vittoria",
    "vincent vince vinny vincenzo vicente vinzenz",
    "virginia ginny ginger",
    "walter wally walt gualtiero",
    "wesley wes",
    "zachary zach zack zachariah zac",
    "abigail abby gail abi abbie",
    "adelaide addie ada adele",
    "agnes ines agnieszka",
    "amanda mandy",
    "angela angie angelina angelica",
    "ann anne anna annie nan hannah nancy anja anya ana",
    "annette anne annie anita",
    "antonia toni tonia antonella",
    "archibald archie",
    "augustus gus august augustin",
    "barbara barb babs barbie babette",
    "beatrice bea trixie beatrix beatriz",
    "brenda bren",
    "bridget biddy bridie brigitte birgit",
    "clifford cliff",
    "clarence clare",
    "constance connie konstanze",
    "constantine konstantin costa",
    "cornelius cor neil kees",
    "evelyn eve evie evelin",
    "eva eve evie ava",
    "felix feliks",
    "gwendolyn gwen",
    "hubert bert hub",
    "ignatius ignacio inigo nacho ignaz",
    "imogen immy",
    "irene rene irina irena",
    "isaac ike zac",
    "jasmine jas jazz yasmin jasmin yasmine",
    "leah lea lia",
    "lee leigh lea",
    "maurice moritz mauricio maurizio morris",
    "mohammed muhammad mohamed mohammad muhammed mohamad mahomed mehmet muhamed mohammod mo mhmd muhamad "
    "mohamud",
    "ahmed ahmad ahmet hamed ahmd",
    "hussein hussain husain hossein hosein husayn hussien hsyn",
    "hassan hasan",
    "ibrahim abraham ibrahem ebrahim abrahim",
    "yusuf yousef youssef joseph yousuf josef",
    "omar umar omer",
    "osama usama ossama",
    "khalid khaled",
    "abdul abd abdel abdal",
    "abdullah abdallah abdulla",
    "abdulrahman abdelrahman abdurrahman abdurahman",
    "mustafa mostafa moustafa",
    "fatima fatma fatemeh fatimah",
    "aisha ayesha aysha aicha ayse",
    "raj rajesh rajendra rajiv rajeev rajkumar raju",
    "sunny sunil sanjay",
    "krishna kris krish",
    "dmitri dmitry dima mitya dimitri dmitrii dimitrij",
    "vladimir volodya vlad vova wladimir volodymyr vladymyr",
    "sergei sergey serge sergio seryozha sergej serhii",
    "yuri yury iurii jurij yurii",
    "nikita nick",
    "mikhail misha michail mykhailo",
    "tatiana tanya tatyana tania tanja",
    "natalia natasha natalie nathalie natalya natascha",
    "olga olya olha",
    "xenia ksenia kseniya",
    "evgeny yevgeny eugene evgenii evgeni yevgeniy",
    "igor ihor",
    "oleg oleh",
    "lyudmila ludmila lyuda mila",
    "anastasia nastya stacy anastasiya tasia",
    "jorge yorgos george",
    "wolfgang wolf wolfi",
    "guenther gunther gunter guenter",
    "siegfried sigi siggi",
    "heinrich heinz heiner hein",
    "gottfried friedl",
    "ulrich uli ulli",
    "ulrike uli ulli rike",
    "hildegard hilde",
    "mechthild mechtild",
    "manfred manni fred",
    "dietrich dieter dirk",
    "waldemar waldi",
    "reinhard reiner rainer",
    "ferdinand ferdi fernando nando",
    "enrique quique kike",
    "dolores lola",
    "concepcion concha conchita",
    "guadalupe lupe",
    "mercedes mercy merche",
    "jesus chucho",
    "rafael rafa raffaele raphael",
    "salvador salva salvatore toto",
    "santiago diego tiago jacobo",
    "maria luis marialuis",
    "luis louis lewis lou",
    "bogdan bohdan",
    "stanislaw stan stas stanislav",
    "malcolm mal",
    "nigel nige",
    "sidney sid sydney",
    "spencer spence",
    "tabitha tabby",
    "winifred winnie freda",
    "winston win",
    "jay jason jayson",
    "trevor trev",
    "tyler ty",
    "mackenzie kenzie mckenzie",
    "makayla mikayla michaela kayla",
    "caitlin kaitlyn katelyn kaitlin caitlyn kate",
    "lachlan lachie lochlan",
    "jaden jayden jaiden",
    "brayden braydon braden",
    "aidan aiden ayden",
    "kayden caden kaden",
    "hayley haley hailey hayleigh",
    "chloe cloe khloe",
    "zoe zoey zoie",
    "alisha alicia alice aleesha",
    "brooke brook",
    "kylie kyleigh",
    "erin eryn aaron",
    "tahlia talia thalia",
    "teagan tegan",
    "shaun sean shawn shane",
    "craig kraig",
    "curtis kurtis curt kurt",
    "phoenix phenix",
    "beau bo beauregard",
});

using Groups = std::unordered_map<std::string_view, std::vector<std::uint16_t>>;

Groups read_groups() {
  Groups groups;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    std::string_view rest = lines[line];
    while (!rest.empty()) {
      std::string_view word = rest.substr(0, rest.find(' '));
      groups[word].push_back(static_cast<std::uint16_t>(line));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
  }
  return groups;
}

const Groups& known_groups() {
  static const Groups groups = read_groups();
  return groups;
}

}  // namespace

bool has_nickname(std::string_view name) {
  return known_groups().count(name) != 0;
}

namespace {

/// "bob", "robbie", "andy": and no name that a line is about, as "mary" or "john".
bool is_short_form(std::string_view name, const std::vector<std::uint16_t>& of_lines) {
  constexpr std::size_t most_letters = 4;
  if (name.size() > most_letters && !name.ends_with("ie") && !name.ends_with('y')) return false;
  return std::none_of(of_lines.begin(), of_lines.end(), [&](std::uint16_t line) {
    return lines[line].substr(0, lines[line].find(' ')) == name;
  });
}

}  // namespace

bool are_two_short_forms(std::string_view left, std::string_view right) {
  if (left.substr(0, 2) == right.substr(0, 2)) return false;
  const Groups& groups = known_groups();
  return is_short_form(left, groups.at(left)) && is_short_form(right, groups.at(right));
}

bool has_form_with_initial(std::string_view name, char letter) {
  const Groups& groups = known_groups();
  const auto found = groups.find(name);
  if (found == groups.end() || is_short_form(name, found->second)) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](std::uint16_t line) {
    const std::string_view words = lines[line];
    if (words.front() == letter) return true;
    for (std::size_t blank = words.find(' '); blank != words.npos; blank = words.find(' ', blank + 1))
      if (words[blank + 1] == letter) return true;
    return false;
  });
}

bool share_nickname(std::string_view left, std::string_view right) {
  const Groups& groups = known_groups();
  auto first = groups.find(left);
  auto second = groups.find(right);
  if (first == groups.end() || second == groups.end()) return false;
  return std::any_of(first->second.begin(), first->second.end(), [&](std::uint16_t line) {
    return std::find(second->second.begin(), second->second.end(), line) != second->second.end();
  });
}

}  // namespace flatcrm::dedupe
