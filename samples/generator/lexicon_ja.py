"""Words that Japanese cards are made of, written for this generator; readings in Hepburn where domains need them."""

# Word lists read better as running text, and tables with a country a block.
# fmt: off
# ruff: noqa: E501, SIM905

from __future__ import annotations

# (as printed, reading)
COMPANY_STEMS = tuple(
    tuple(entry.split("/"))
    for entry in (
        "大和/daiwa 東洋/toyo 三協/sankyo 日進/nisshin 光陽/koyo 北斗/hokuto 東亜/toa 共栄/kyoei 丸善/maruzen 富士/fuji "
        "朝日/asahi 昭和/showa 平成/heisei 旭/asahi 栄光/eiko 大洋/taiyo 太陽/taiyo 中央/chuo 日本/nihon 東海/tokai "
        "関東/kanto 関西/kansai 九州/kyushu 北陸/hokuriku 信越/shinetsu 瀬戸内/setouchi 阿蘇/aso 筑波/tsukuba 那須/nasu "
        "八千代/yachiyo 千歳/chitose 若葉/wakaba 青葉/aoba みどり/midori ひまわり/himawari さくら/sakura あおば/aoba "
        "のぞみ/nozomi ひかり/hikari みらい/mirai きずな/kizuna つばさ/tsubasa いろは/iroha こまち/komachi みちのく/michinoku "
        "はるか/haruka やまびこ/yamabiko しらさぎ/shirasagi 白鷺/shirasagi 鶴亀/tsurukame 松竹/shochiku 寿/kotobuki 福寿/fukuju "
        "三光/sanko 三和/sanwa 三友/sanyu 五洋/goyo 五葉/goyo 七福/shichifuku 八洲/yashima 千代田/chiyoda 万代/bandai "
        "新生/shinsei 新和/shinwa 新光/shinko 親和/shinwa 誠和/seiwa 誠心/seishin 明和/meiwa 明光/meiko 明星/myojo 清和/seiwa "
        "弘和/kowa 興和/kowa 恒和/kowa 協和/kyowa 協立/kyoritsu 共立/kyoritsu 共同/kyodo 協同/kyodo 高砂/takasago 浪速/naniwa "
        "難波/namba 淀川/yodogawa 利根/tone 隅田/sumida 多摩/tama 武蔵/musashi 相模/sagami 湘南/shonan 房総/boso 上総/kazusa "
        "甲信/koshin 駿河/suruga 遠州/enshu 三河/mikawa 尾張/owari 伊勢/ise 近江/omi 山城/yamashiro 播磨/harima 備前/bizen "
        "安芸/aki 讃岐/sanuki 阿波/awa 伊予/iyo 土佐/tosa 肥後/higo 薩摩/satsuma 日向/hyuga 琉球/ryukyu 蝦夷/ezo 陸奥/mutsu "
        "出羽/dewa 越後/echigo 加賀/kaga 能登/noto 若狭/wakasa 丹波/tamba 但馬/tajima 因幡/inaba 出雲/izumo 石見/iwami "
        "翔栄/shoei 翔和/showa 瑞穂/mizuho 瑞光/zuiko 鳳凰/hoo 麒麟/kirin 白樺/shirakaba 白峰/hakuho 黒潮/kuroshio 赤城/akagi "
        "藍/ai 楓/kaede 桜花/oka 橘/tachibana 柊/hiiragi 椿/tsubaki 欅/keyaki 梓/azusa 杏/anzu 蓮/ren 雅/miyabi 響/hibiki "
        "創和/sowa 創健/soken 創美/sobi 総合/sogo 総和/sowa 綜合/sogo 第一/daiichi 第百/daihyaku 東和/towa 東栄/toei 東邦/toho "
        "東京/tokyo 大阪/osaka 京都/kyoto 神戸/kobe 横浜/yokohama 名古屋/nagoya 札幌/sapporo 仙台/sendai 広島/hiroshima "
        "福岡/fukuoka 金沢/kanazawa 静岡/shizuoka 浜松/hamamatsu 岡山/okayama 高松/takamatsu 松山/matsuyama 熊本/kumamoto "
        "鹿児島/kagoshima 長崎/nagasaki 那覇/naha 宇都宮/utsunomiya 前橋/maebashi 水戸/mito 千葉/chiba 川崎/kawasaki 堺/sakai"
    ).split()
)

KATAKANA_BRANDS = tuple(
    tuple(entry.split("/"))
    for entry in (
        "ネクストビジョン/nextvision アクアリンク/aqualink エー・ディー・エス/ads ティー・エム・シー/tmc サンライズ/sunrise "
        "グリーンフィールド/greenfield ブルースカイ/bluesky ホワイトボード/whiteboard レインボー/rainbow フロンティア/frontier "
        "パイオニクス/pionics シンフォニー/symphony ハーモニー/harmony オーシャン/ocean マウンテン/mountain アルファ/alpha "
        "ベータテック/betatech ガンマ/gamma デルタソフト/deltasoft オメガ/omega シグマ/sigma テクノロード/technoroad "
        "クリエイト/create イノベート/innovate アドバンス/advance プログレス/progress ライフケア/lifecare メディカルネット/medicalnet "
        "ヘルスプラス/healthplus スマイル/smile ドリームワークス/dreamworks アイ・ティー・エス/its ユニバーサル/universal "
        "グローバルゲート/globalgate ワールドリンク/worldlink コスモ/cosmo スターライト/starlight ムーンライト/moonlight "
        "サクセス/success トラスト/trust ブリッジ/bridge コネクト/connect リンクス/links ネットワークス/networks クラウドナイン/cloudnine "
        "データファーム/datafarm コードベース/codebase ピクセル/pixel デザインラボ/designlab クラフト/craft アトリエ/atelier "
        "プランニング・アイ/planningeye ファインテック/finetech エコロジア/ecologia サステナ/sustena バイオニクス/bionics "
        "ジェネシス/genesis ノヴァ/nova ルミナス/luminous プリズム/prism クリスタル/crystal ダイヤモンド/diamond エメラルド/emerald "
        "ミライズ/miraiz ハナミズキ/hanamizuki ソラシード/soraseed ウミノマチ/uminomachi カゼノオト/kazenooto タビジ/tabiji "
        "オフィス・ケイ/officek エム・アンド・エー/manda ジェイ・ピー・ワークス/jpworks キャリアデザイン/careerdesign "
        "フューチャーズ/futures ビヨンド/beyond アンカー/anchor ラダー/ladder スパイラル/spiral ヘリックス/helix "
        "フォレスト/forest メープル/maple オリーブ/olive シトラス/citrus ミント/mint ベルデ/verde ロッソ/rosso アズール/azul"
    ).split()
)

LATIN_BRANDS = tuple(
    "NEXTIA SOLARIS QUANTA VERTEX MIRAIX ARTEON CODELINE BRIGHTS LUMINO ZENITH ORBITA KAIZENIQ SORACOM-X TERRANOVA "
    "AQUILA NOVALIS PRIMEA CELESTA AXIOM VIVANT GRANDIA FLUXION HIKARIX KITEI TOMOL YUIME HARUNA-LABO ENLINK SEEDS "
    "CROSSFIELD WAVEONE BLUEPEAK REDLEAF GOLDENBRIDGE SILVERLINE MONOCRAFT TRIGATE PENTAS HEXAGON-J OCTAVIA".split()
)

# (as printed, romaji or English used in domains, English for the other side)
INDUSTRIES = tuple(
    tuple(entry.replace("_", " ").split("/"))
    for entry in (
        "物産/bussan/Trading 商事/shoji/Trading 商会/shokai/&_Co. 工業/kogyo/Industries 製作所/seisakusho/Manufacturing "
        "建設/kensetsu/Construction 工務店/komuten/Builders 設計/sekkei/Architects 電機/denki/Electric 電子/denshi/Electronics "
        "精密/seimitsu/Precision 精機/seiki/Precision 化学/kagaku/Chemical 化成/kasei/Chemicals 薬品/yakuhin/Pharma "
        "製薬/seiyaku/Pharmaceutical 食品/shokuhin/Foods 水産/suisan/Fisheries 酒造/shuzo/Brewery 農園/noen/Farm 園芸/engei/Garden "
        "印刷/insatsu/Printing 出版/shuppan/Publishing 書房/shobo/Books 広告社/kokokusha/Advertising 企画/kikaku/Planning "
        "不動産/fudosan/Realty 住宅/jutaku/Homes 地所/jisho/Estate 土地建物/tatemono/Land_&_Building 運輸/unyu/Transport "
        "運送/unso/Logistics 倉庫/soko/Warehouse 物流/butsuryu/Logistics 海運/kaiun/Shipping 航空サービス/air/Air_Service "
        "自動車/jidosha/Motors 鉄工所/tekkojo/Iron_Works 金属/kinzoku/Metals 鋼業/kogyo/Steel 木材/mokuzai/Lumber "
        "繊維/seni/Textile 紡績/boseki/Spinning 衣料/iryo/Apparel 呉服店/gofuku/Kimono 家具/kagu/Furniture 硝子/garasu/Glass "
        "塗装/toso/Coating 設備/setsubi/Facilities 電設/densetsu/Electric_Works 空調/kucho/Air_Conditioning "
        "測量設計/sokuryo/Survey 環境/kankyo/Environment 産業/sangyo/Sangyo 興業/kogyo/Enterprise 開発/kaihatsu/Development "
        "総業/sogyo/Enterprise 通商/tsusho/Trade 貿易/boeki/Trading 観光/kanko/Tourism 旅行/ryoko/Travel 交通/kotsu/Transit "
        "保険サービス/hoken/Insurance_Service 証券/shoken/Securities 信用金庫/shinkin/Shinkin_Bank 銀行/bank/Bank "
        "リース/lease/Leasing システム/system/Systems システムズ/systems/Systems ソフトウェア/software/Software "
        "テクノロジー/technology/Technology 情報サービス/joho/Information_Service 通信/tsushin/Communications "
        "エンジニアリング/engineering/Engineering コンサルティング/consulting/Consulting 総合研究所/soken/Research_Institute "
        "技研/giken/Giken デザイン/design/Design 映像/eizo/Films 音楽事務所/music/Music 介護サービス/kaigo/Care_Service "
        "メディカル/medical/Medical 歯科材料/dental/Dental 人材/jinzai/Staffing 警備/keibi/Security ビルサービス/building/Building_Service "
        "クリーニング/cleaning/Cleaning 製菓/seika/Confectionery 製パン/seipan/Bakery 茶舗/chaho/Tea 乳業/nyugyo/Dairy "
        "醤油/shoyu/Soy_Sauce 青果/seika/Fruits 牧場/bokujo/Ranch 造園/zoen/Landscape 石材/sekizai/Stone 電力/denryoku/Power "
        "ガス/gas/Gas 石油/sekiyu/Oil 資源/shigen/Resources リサイクル/recycle/Recycling プラスチック/plastic/Plastics "
        "ゴム/gomu/Rubber 製紙/seishi/Paper 紙業/shigyo/Paper 文具/bungu/Stationery 玩具/gangu/Toys 楽器/gakki/Instruments "
        "時計/tokei/Watches 光学/kogaku/Optical 計器/keiki/Instruments 機械/kikai/Machinery 産機/sanki/Machinery"
    ).split()
)

COMPANY_FORMS = {"株式会社": 70.0, "有限会社": 8.0, "合同会社": 6.0, "合資会社": 0.7, "合名会社": 0.5}
FORM_SHORT = {"株式会社": ("㈱", "(株)", "（株）"), "有限会社": ("㈲", "(有)", "（有）"), "合同会社": ("(同)",)}

ORGANISATIONS = {  # {} is a stem or place; organisations without a legal form of commerce
    "一般社団法人{}協会": "association", "一般財団法人{}財団": "foundation", "公益財団法人{}記念財団": "foundation",
    "公益社団法人{}青年会議所": "jc", "特定非営利活動法人{}ネットワーク": "npo", "NPO法人{}の会": "npo",
    "社会福祉法人{}会": "fukushikai", "医療法人社団{}会 {}クリニック": "clinic", "医療法人{}会 {}病院": "hp",
    "学校法人{}学園": "gakuen", "{}大学": "u", "{}高等学校": "hs", "国立大学法人{}大学": "u",
    "{}法律事務所": "law", "弁護士法人{}総合法律事務所": "law", "{}税理士事務所": "tax", "税理士法人{}会計": "kaikei",
    "{}会計事務所": "kaikei", "{}社会保険労務士事務所": "sr", "{}行政書士事務所": "gyosei", "{}特許事務所": "pat",
    "{}建築設計事務所": "arch", "一級建築士事務所 {}": "arch", "{}歯科医院": "dental", "{}整骨院": "seikotsu",
    "{}商工会議所": "cci", "{}商工会": "shokokai", "{}市役所": "city", "{}農業協同組合": "ja", "{}森林組合": "forest",
    "{}事務所": "office", "{}写真館": "photo", "{}美術館": "museum", "割烹 {}": "kappo", "{}書店": "books",
}

DEPARTMENTS = (
    "営業部 総務部 経理部 人事部 企画部 開発部 製造部 品質保証部 購買部 資材部 物流部 広報部 法務部 財務部 情報システム部 "
    "技術部 設計部 工事部 研究開発部 商品企画部 マーケティング部 海外事業部 国際部 経営企画室 社長室 秘書室 監査室 内部監査室 "
    "知的財産部 生産技術部 生産管理部 カスタマーサポート部 営業企画部 営業推進部 法人営業部 特販部 東日本営業部 西日本営業部 "
    "第一営業部 第二営業部 営業本部 管理本部 技術本部 開発本部 事業開発本部 ソリューション事業部 クラウド事業部 デジタル推進室 "
    "システム開発部 DX推進部 エネルギー事業部 環境事業部 住宅事業部 建築部 土木部 不動産事業部 介護事業部 地域連携室 医局 内科 外科 "
    "看護部 事務局 編集部 制作部 デザイン部 出版部 宣伝部 販売促進部 店舗開発部 商品部 食品事業部 品質管理課 ICT推進課 産業振興課 "
    "観光振興課 企画財政課 総務課 工学部 理学部 文学部 経済学部 大学院工学研究科 産学連携推進本部 入試広報課 "
    "データサイエンス部 UXデザイン室 プロダクト開発グループ インフラ事業部 サービス企画グループ 新規事業推進室"
).split()

SECTIONS = (
    "第一課 第二課 第三課 営業一課 営業二課 営業1課 営業２課 第1グループ 第二グループ 企画課 開発課 総務課 人事課 経理課 システム課 業務課 "
    "管理課 設計課 工務課 製造一課 品質保証課 検査課 研究第一室 推進チーム 開発チーム 東京営業所 大阪支店 名古屋支社 福岡営業所 仙台支店 "
    "広島出張所 横浜工場 法人営業グループ ソリューショングループ アライアンス推進チーム 技術サポート係 庶務係"
).split()

TITLES = {
    "代表取締役": 6.0, "代表取締役社長": 6.0, "取締役社長": 1.0, "代表取締役会長": 1.5, "専務取締役": 2.0, "常務取締役": 2.0,
    "取締役": 2.0, "取締役副社長": 1.0, "執行役員": 3.0, "常務執行役員": 1.0, "上席執行役員": 0.6, "監査役": 0.7, "相談役": 0.6,
    "顧問": 1.2, "本部長": 1.5, "部長": 7.0, "副部長": 1.0, "次長": 2.5, "課長": 7.0, "課長代理": 2.0, "課長補佐": 1.0, "係長": 4.0,
    "主任": 6.0, "主査": 1.0, "主幹": 0.7, "室長": 2.0, "所長": 3.0, "支店長": 2.0, "支社長": 1.0, "工場長": 1.5, "店長": 2.0,
    "営業所長": 1.2, "グループ長": 1.0, "グループリーダー": 1.5, "チームリーダー": 1.5, "マネージャー": 3.0, "シニアマネージャー": 1.5,
    "アシスタントマネージャー": 0.8, "プロジェクトマネージャー": 1.5, "ディレクター": 1.5, "プロデューサー": 1.0, "チーフ": 0.8,
    "チーフデザイナー": 0.8, "アートディレクター": 0.8, "デザイナー": 1.2, "エンジニア": 1.5, "シニアエンジニア": 1.0, "リードエンジニア": 0.5,
    "コンサルタント": 1.5, "シニアコンサルタント": 1.0, "アドバイザー": 0.8, "研究員": 1.2, "主任研究員": 1.5, "上席研究員": 0.7,
    "教授": 1.5, "准教授": 1.0, "助教": 0.5, "講師": 0.8, "理事長": 1.0, "理事": 0.8, "事務局長": 1.2, "院長": 1.2, "副院長": 0.4,
    "園長": 0.4, "校長": 0.4, "編集長": 0.8, "編集者": 0.4, "記者": 0.6, "カメラマン": 0.5, "料理長": 0.4, "女将": 0.3, "店主": 0.4,
    "参与": 0.3, "参事": 0.5, "主事": 0.6, "営業担当": 1.0, "スタッフ": 0.4, "CEO": 0.8, "CTO": 0.6, "COO": 0.3, "CFO": 0.3,
    "代表社員": 0.6, "代表理事": 0.8, "部長代理": 0.8, "担当部長": 1.2, "担当課長": 0.8, "エグゼクティブディレクター": 0.3, "代表": 1.5,
}

QUALIFICATIONS = (
    "博士（工学） 博士(工学) 博士（医学） 博士(理学) 農学博士 工学博士 医学博士 税理士 公認会計士 弁護士 弁理士 司法書士 行政書士 "
    "社会保険労務士 特定社会保険労務士 中小企業診断士 一級建築士 二級建築士 管理建築士 技術士(建設部門) 技術士（機械部門） 宅地建物取引士 "
    "不動産鑑定士 土地家屋調査士 測量士 一級土木施工管理技士 第一種電気工事士 CFP® AFP ファイナンシャルプランナー MBA 医師 歯科医師 "
    "薬剤師 看護師 保健師 管理栄養士 理学療法士 柔道整復師 鍼灸師 獣医師 防災士 気象予報士 通訳案内士 情報処理安全確保支援士 PMP "
    "ITストラテジスト キャリアコンサルタント 産業カウンセラー 一級カラーコーディネーター 福祉住環境コーディネーター2級 消費生活アドバイザー"
).split()

SLOGANS = (
    "人と技術で未来をつくる", "暮らしに、あたらしい風を。", "信頼と実績の創業七十年", "おいしいを、毎日に。", "地域とともに、次の百年へ",
    "つなぐ、ひらく、そだてる。", "想いをかたちに", "安心・安全をお届けします", "笑顔あふれる街づくり", "確かな品質、確かな信頼",
    "Creating Tomorrow Together", "Beyond the Expected", "Smile for the Future", "Innovation with Heart",
    "緑と水を守る会社", "ものづくりの心を世界へ", "あなたの「困った」を解決します", "住まいのことなら何でもご相談ください",
    "夢をカタチにするパートナー", "お客様の笑顔がわたしたちの原動力です", "木の温もりのある暮らし", "心をこめた手仕事",
    "健康と美を科学する", "データで、現場を強くする。", "一期一会を大切に", "創業明治三十五年", "真心のおもてなし", "No.1よりオンリーワン",
    "世界にひとつの空間を", "技術で社会を支える", "水と空気のトータルエンジニアリング", "まごころ運ぶ運送会社",
)

NOISE_LINES = (
    "営業時間 9:00～18:00（土日祝休）", "営業時間 10:00〜19:00 水曜定休", "受付時間 平日9:00-17:30", "定休日 毎週火曜日・第3水曜日",
    "新築・増改築・リフォーム", "印刷・デザイン・Web制作", "一般貨物運送・倉庫・引越", "各種保険取扱代理店", "ISO9001・ISO14001認証取得",
    "プライバシーマーク取得", "建設業許可 国土交通大臣許可(般-3)第12345号", "宅地建物取引業 東京都知事(5)第67890号", "古物商許可証 第301234567890号",
    "不動産売買・賃貸・管理", "経営革新等支援機関", "産業廃棄物収集運搬業", "健康経営優良法人2026", "ウェブサイト制作／システム開発／保守運用",
    "損害保険・生命保険・資産運用", "相続・遺言・会社設立のご相談", "●土木工事 ●舗装工事 ●解体工事", "法人番号 1234567890123",
    "オーダー家具・店舗什器", "予約制・駐車場あり", "裏面に地図がございます", "※土日祝日も対応いたします", "SDGsの取り組みを応援しています",
    "この名刺は再生紙を使用しています", "地域密着30年", "お見積り無料", "24時間受付", "一級建築士事務所登録 第1234号",
)

BUILDING_TAILS = {
    "ビル": 8.0, "第一ビル": 1.5, "第2ビル": 1.2, "センタービル": 2.0, "タワー": 1.5, "スクエア": 1.0, "プラザ": 1.2, "ビルディング": 2.0,
    "会館": 0.7, "マンション": 1.0, "ハイツ": 0.5, "コーポ": 0.4, "ガーデンタワー": 0.4, "本館": 0.3, "別館": 0.2, "テラス": 0.4,
    "イースト": 0.4, "ウエスト": 0.3, "サウスゲート": 0.2, "フロントビル": 0.5, "駅前ビル": 1.0, "産業会館": 0.4, "共同ビル": 0.4,
}

# Area codes of the places that cards come from most; others get their prefecture's.
AREA_CODES = {
    "札幌市": "011", "仙台市": "022", "さいたま市": "048", "川口市": "048", "千葉市": "043", "船橋市": "047", "市川市": "047",
    "松戸市": "047", "柏市": "04", "横浜市": "045", "川崎市": "044", "相模原市": "042", "藤沢市": "0466", "鎌倉市": "0467",
    "立川市": "042", "八王子市": "042", "町田市": "042", "武蔵野市": "0422", "三鷹市": "0422", "青梅市": "0428", "新潟市": "025",
    "静岡市": "054", "浜松市": "053", "名古屋市": "052", "豊橋市": "0532", "豊田市": "0565", "岡崎市": "0564", "京都市": "075",
    "大阪市": "06", "吹田市": "06", "豊中市": "06", "東大阪市": "06", "堺市": "072", "枚方市": "072", "神戸市": "078", "姫路市": "079",
    "尼崎市": "06", "西宮市": "0798", "岡山市": "086", "倉敷市": "086", "広島市": "082", "福山市": "084", "北九州市": "093",
    "福岡市": "092", "久留米市": "0942", "熊本市": "096", "鹿児島市": "099", "長崎市": "095", "金沢市": "076", "富山市": "076",
    "つくば市": "029", "水戸市": "029", "宇都宮市": "028", "前橋市": "027", "高崎市": "027", "長野市": "026", "松本市": "0263",
}
PREFECTURE_CODES = {
    "北海道": "0138", "青森県": "017", "岩手県": "019", "宮城県": "022", "秋田県": "018", "山形県": "023", "福島県": "024",
    "茨城県": "029", "栃木県": "028", "群馬県": "027", "埼玉県": "048", "千葉県": "0436", "東京都": "042", "神奈川県": "0463",
    "新潟県": "0258", "富山県": "0766", "石川県": "076", "福井県": "0776", "山梨県": "055", "長野県": "0266", "岐阜県": "058",
    "静岡県": "0545", "愛知県": "0568", "三重県": "059", "滋賀県": "077", "京都府": "0774", "大阪府": "072", "兵庫県": "0797",
    "奈良県": "0742", "和歌山県": "073", "鳥取県": "0857", "島根県": "0852", "岡山県": "0868", "広島県": "0848", "山口県": "083",
    "徳島県": "088", "香川県": "087", "愛媛県": "089", "高知県": "088", "福岡県": "0942", "佐賀県": "0952", "長崎県": "0957",
    "熊本県": "0968", "大分県": "097", "宮崎県": "0985", "鹿児島県": "0995", "沖縄県": "098",
}

# What to call a prefecture more often than its size alone would.
PREFECTURE_WEIGHTS = {
    "東京都": 30.0, "大阪府": 11.0, "神奈川県": 7.0, "愛知県": 6.0, "福岡県": 5.0, "兵庫県": 4.0, "埼玉県": 4.0, "千葉県": 4.0,
    "京都府": 4.0, "北海道": 4.0, "静岡県": 2.5, "宮城県": 2.5, "広島県": 2.5,
}

KYOTO_STREETS = (
    "烏丸通四条上る", "烏丸通御池下る", "河原町通三条下る", "四条通室町東入", "堀川通五条上る", "御池通高倉西入", "寺町通今出川上る",
    "室町通二条下る", "油小路通丸太町下る", "新町通六角下る", "東洞院通七条上る", "三条通柳馬場東入", "五条通大宮西入", "千本通中立売上る",
)
KYOTO_WARDS = {"中京区": "604-8{:03d}", "下京区": "600-8{:03d}", "上京区": "602-0{:03d}"}

OLD_FORMS = {"高": "髙", "崎": "﨑", "辺": "邉", "沢": "澤", "斎": "齋", "浜": "濵", "島": "嶋", "広": "廣", "桜": "櫻",
             "国": "國", "柳": "栁", "富": "冨", "真": "眞", "恵": "惠", "竜": "龍", "吉": "𠮷"}
