"""Who would enjoy a find: measured on people whose interests are known."""

import random

import pytest

from meishi.care.matching import Ground, KnownPerson, match_people
from meishi.domain.one_line import Find

# What somebody enjoys, in words that they and others use for it.
TOPICS = [
    "林業 間伐 森林 木材 製材",
    "ドローン 空撮 測量 無人航空機 飛行",
    "日本酒 酒蔵 杜氏 純米 醸造",
    "陶芸 益子焼 釉薬 窯元 ろくろ",
    "盆栽 松 剪定 鉢 五葉松",
    "鉄道 蒸気機関車 路面電車 時刻表 廃線",
    "登山 縦走 山小屋 北アルプス 剱岳",
    "珈琲 焙煎 エスプレッソ 生豆 抽出",
    "茶道 抹茶 茶室 裏千家 茶碗",
    "将棋 棋士 詰将棋 名人戦 定跡",
    "囲碁 碁盤 布石 本因坊 手筋",
    "落語 寄席 真打 高座 噺家",
    "短歌 俳句 歌会 季語 歌集",
    "写真 現像 暗室 フィルムカメラ 露出",
    "天文 天体望遠鏡 流星群 星雲 観測",
    "釣り 渓流 毛鉤 鮎 岩魚",
    "養蜂 蜂蜜 巣箱 みつばち 蜜源",
    "発酵 味噌 麹 糀 漬物",
    "建築 古民家 茅葺き 耐震 改修",
    "自転車 ロードバイク 峠 輪行 変速機",
    "クラシック 弦楽四重奏 ベートーヴェン 室内楽 演奏会",
    "ジャズ サックス 即興 セッション 名盤",
    "合唱 混声 指揮 譜読み 発声",
    "書道 墨 硯 臨書 半紙",
    "刺繍 刺し子 縫い 糸 布",
    "染色 藍染 草木染め 型染め 反物",
    "サッカー 審判 少年団 戦術 遠征",
    "ラグビー スクラム 花園 タックル 楕円球",
    "マラソン 完走 給水 心拍 フルマラソン",
    "水族館 クラゲ 飼育員 海獣 水槽",
    "野鳥 探鳥 双眼鏡 渡り鳥 シマエナガ",
    "絵本 読み聞かせ 児童書 図書館 挿絵",
    "人工知能 機械学習 言語モデル 深層学習 学習データ",
    "量子計算 量子ビット 誤り訂正 超伝導 干渉",
    "蓄電池 全固体電池 電解質 充放電 リチウム",
    "養殖 牡蠣 稚貝 筏 三陸",
    "酪農 搾乳 放牧 牧草 チーズ工房",
    "棚田 稲作 田植え 無農薬 コシヒカリ",
    "防災 避難所 ハザードマップ 備蓄 消防団",
    "医療 在宅医療 訪問看護 緩和ケア 地域医療",
    "beekeeping hives honey pollinators swarms",
    "typography letterpress typefaces printing serifs",
    "sailing yachts regatta harbour spinnaker",
    "robotics actuators grippers servos kinematics",
    "knitting wool sweaters yarn needles",
    "chess endgames openings grandmasters gambits",
    "baking sourdough bread flour crust",
    "gardening roses pruning compost seedlings",
    "astronomy telescopes nebulae comets eclipses",
    "vinyl records turntables jazz pressings",
]
TALK = [
    "{0}の話で盛り上がった。週末は{1}に夢中だそうだ。{2}にも詳しい。",
    "休みの日は{0}。最近{1}を始めて、{2}の本を読んでいると言っていた。",
    "お子さんの学校のこと、{0}と{1}のこと。{2}を勧められた。",
]
IN_PASSING = ["{0}の会社の隣だそうだ。{1}は詳しくないとのこと。", "名刺交換だけ。{0}と{1}の間の席だった。"]
TALK_EN = ["We talked about {0} all evening; they love {1} and {2}.", "Spends the weekends on {0}, {1} and {2}."]
TITLES = ["{0}と{1}の新しい本、{2}まで", "{1}特集: {0}を訪ねて({2})", "{2}から見た{0}と{1}のこれから"]
TITLES_EN = ["A long read on {0}, {1} and {2}", "{1}, {0}: a beginner's guide to {2}"]
COMPANIES = [
    "森林组合",
    "東京写真館",
    "大和鉄道",
    "山田酒店",
    "珈琲堂",
    "中央図書館",
    "日本電池工業",
    "三陸水産",
    "北星病院",
    "青空建築設計",
]
ROLES = ["代表取締役", "営業部長", "経理課", "研究員", "編集者", "広報担当", "店長", "看護師長", "設計主任", "企画室"]
PLACES = ["札幌市", "仙台市", "新潟市", "金沢市", "名古屋市", "京都市", "神戸市", "松山市", "福岡市", "那覇市"]


def sentence(draws, frames, words):
    return draws.choice(frames).format(*draws.sample(words, 3))


def acquaintances(draws):
    """One person for each interest, and a hundred more who mentioned two things in passing, each from another field."""
    people = []
    for number in range(len(TOPICS) + 100):
        texts = {
            Ground.WORK: (draws.choice(ROLES),),
            Ground.COMPANY: (draws.choice(COMPANIES),),
            Ground.PLACE: (draws.choice(PLACES),),
            Ground.OCCASION: (draws.choice(("展示会", "異業種交流会", "勉強会")),),
        }
        if number < len(TOPICS):
            words = TOPICS[number].split()
            texts[Ground.TALK] = (sentence(draws, TALK_EN if words[0].isascii() else TALK, words),)
        else:
            mentioned = [draws.choice(topic.split()) for topic in draws.sample(TOPICS, 2)]
            texts[Ground.TALK] = (draws.choice(IN_PASSING).format(*mentioned),)
        people.append(KnownPerson(contact_id=number, texts=texts))
    return people


def test_the_right_person_is_among_the_first_three_in_nine_of_ten_cases(record_property):
    draws = random.Random(20261124)
    right = cases = 0
    for _ in range(4):
        people = acquaintances(draws)
        for number, topic in enumerate(TOPICS):
            words = topic.split()
            find = Find(text=sentence(draws, TITLES_EN if words[0].isascii() else TITLES, words))
            first_three = [match.contact_id for match in match_people(find, people)[:3]]
            right += number in first_three
            cases += 1
    record_property("among_the_first_three", right / cases)
    print(f"right among the first three: {right} of {cases}")
    assert right / cases >= 0.9


def person(number=1, **texts):
    return KnownPerson(contact_id=number, texts={Ground[ground.upper()]: tuple(said) for ground, said in texts.items()})


def test_the_reason_names_the_ground_and_the_words():
    forester = person(tags=["林業"], talk=["間伐材で家具を作りたいと話していた"], place=["北海道"])
    (match,) = match_people(Find(text="間伐材の椅子をつくる工房", tags=("林業",)), [forester])
    assert [(reason.ground, reason.words) for reason in match.reasons] == [
        (Ground.TAGS, ("林業",)),
        (Ground.TALK, ("間伐材",)),
    ]


def test_what_they_told_counts_more_than_where_they_are():
    told = person(1, talk=["札幌の古い喫茶店が好き"])
    there = person(2, place=["札幌市"])
    assert [match.contact_id for match in match_people(Find(text="札幌の喫茶店めぐり"), [there, told])] == [1, 2]


def test_words_of_a_link_count_and_empty_words_do_not():
    baker = person(1, talk=["bakes sourdough on Sundays"])
    other = person(2, talk=["https and www and blog"])
    matches = match_people(Find(url="https://www.example.com/blog/why-sourdough-rises.html"), [baker, other])
    assert [match.contact_id for match in matches] == [1]


@pytest.mark.parametrize(("find", "said"), [("ﾄﾞﾛｰﾝの空撮", "ドローン"), ("Gardens in winter", "gardening")])
def test_width_and_endings_do_not_matter(find, said):
    assert match_people(Find(text=find), [person(talk=[said])])


def test_grammar_is_no_interest():
    assert match_people(Find(text="椅子とのくらし"), [person(talk=["短歌との出会い"])]) == ()


def test_who_has_nothing_to_do_with_it_is_not_named():
    assert match_people(Find(text="量子計算"), [person(talk=["盆栽"]), person(2)]) == ()
    assert match_people(Find(text="!?"), [person(talk=["盆栽"])]) == ()
    assert match_people(Find(text="盆栽"), []) == ()
