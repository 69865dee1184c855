SELECT md5(''), sha1(''), sha2('', 224), sha2('', 0), sha2('', 384), sha2('', 512), crc32(''), sha2('', 1)
--> schema struct<md5():string,sha1():string,sha2(, 224):string,sha2(, 0):string,sha2(, 384):string,sha2(, 512):string,crc32():bigint,sha2(, 1):string>
--> ('d41d8cd98f00b204e9800998ecf8427e', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', 'd14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b', 'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e', 0, None)

SELECT md5(s), sha1(s), sha2(s, 256), sha2(s, 512), crc32(s) FROM VALUES (repeat('a', 55)), (repeat('b', 56)), (repeat('c', 64)), (repeat('d', 111)), (repeat('e', 112)), (repeat('f', 1000)), (NULL) AS t(s)
--> schema struct<md5(s):string,sha1(s):string,sha2(s, 256):string,sha2(s, 512):string,crc32(s):bigint>
--> ('ef1772b6dff9a122358552954ad0df65', 'c1c8bbdc22796e28c0e15163d20899b65621d65a', '9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318', 'b0220c772cbf6c1822e2cb38a437d0e1d58772417a4bbb21c961364f8b6143e05aa6316dca8d1d7b19e16448419076395f6086cb55101fbd6d5497b148e1745f', 2866799438)
--> ('b9d955696c7654cd20086bec31670b11', '049adea016c8a8e3b7a9054aeeaa8643453bebd9', 'a5fc6e203a4c2b657d0d153885932414b2ffc6a93f0f8bf8b3183315e5a7212c', 'af5fc8e26d3a65180cc5346abce4079fbe5111020163cd8787b1942f587cc991eeeb46db3594227a25debf8deb0288d419e5aa8943bfc12ceb4b0e50d3e6514f', 238015564)
--> ('bcd5708ed79b18f0f0aaa27fd0056d86', 'b29fcb5f41614b4ec81c87e4614ffe8b9ace1d4e', '52b6419d27bd7f547cee3b92f8c17a908b8a49601ecbec161e5030de1dfe9e0a', 'ce733117f9963859337176b7ddf93f889190b36ae0d76b61b8760eb350c48fd48a79437c812701a53dbce608b613e52835618aa5895bde9b75c0d72f7b368bfa', 1966372455)
--> ('159bee043268422d9553cf80c43adaad', '6218f5840e66e6dbc270a132e0a5f2f7626bb538', '1ca87c53f40b66fcfb5ff3f2406d044a8797f216e7fe4427a7924866e52f58f1', '82d48d663483b21d0708eb7569b36e8595d21d8952e409946f62225c922597e9c2a4780c990bec9a265abf7d655737393535effa7c44f5b5786a9525e61c7f09', 149994736)
--> ('94239c8d44a322ec25dab4171a7c8cd5', 'eaa6354357825262f508203c7da95bf21102c4db', '5cf14f5d258c33179c1d597421a1c4e4a7279febd52fe2ed3a00a709b631ae7b', 'eb9510e87348870a55ce5ecce6cb6a8d6365508775215fdecb885510058deea911cf610ed10ac9f2842b0dc7004527fae838e720ce7c776600a56788930c7f11', 2615944224)
--> ('613a2a6beaaf960cac619b32fba4b1c1', 'b025234ac961003c7ab7cc06dfad923179dced5b', '5b887ef8b96c18cd5f6615604d1e82d47d806032d92c4518c9f503c92da8f724', '1066674a45c6242d070ccb14f77fdcaa4c63e06e5205e85a82fddf3db3be6910e84d398c2f1e38e5e0803ed64d38f9e88e91fd50791521ad9f3cc83456767414', 3651927391)
--> (None, None, None, None, None)

SELECT sha2(s, n) FROM VALUES ('a', 224), ('a', 256), ('b', 512), ('c', 0), ('d', 100), ('e', -1), (NULL, 256), ('f', NULL) AS t(s, n)
--> schema struct<sha2(s, n):string>
--> ('abd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5',)
--> ('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',)
--> ('5267768822ee624d48fce15ec5ca79cbd602cb7f4c2157a516556991f22ef8c7b5ef7b18d1ff41c59370efb0858651d44a936c11b7b144c48fe04df3c6a3e8da',)
--> ('2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6',)
--> (None,)
--> (None,)
--> (None,)
--> (None,)

SELECT hex(hmac('k', '')), hex(hmac('k', '', 'SHA-1')), hex(hmac('k', 'm', 'MD5')), hex(hmac(repeat('k', 200), 'm', 'SHA-512')), hex(hmac('k', 'm', 'sha-384')), hmac(NULL, 'm')
--> schema struct<hex(hmac(k, , SHA-256)):string,hex(hmac(k, , SHA-1)):string,hex(hmac(k, m, MD5)):string,hex(hmac(repeat(k, 200), m, SHA-512)):string,hex(hmac(k, m, sha-384)):string,hmac(NULL, m, SHA-256):binary>
--> ('8BB990C40A7D61CB97597A942125025BE50AC8BEB74436E3735B98893A7F6620', '3A84A218EE6665209BB70E84525DD837645A1965', 'ED7E724D3A91554AAA2043041D9C5305', '56CACD8CE9DFFAD0254BDAF20B66D75C1B388B8D1F8DC8F7CD1E80D1C06C99B4D1EA22D0183B4F8CE9CC590783ABBB359B3920560943602B9789D395EAA802A4', '847B8055F85F4C8DB26B6225FE1CCE69783466FFEE767A97D6C865C388FCD2FDDD4DC1B96ACFB1FD5B6461ADC8F07CD4', None)

SELECT hmac('', 'm')
--> error INVALID_PARAMETER_VALUE.HMAC_CRYPTO_ERROR 22023

SELECT hex(hmac('k', 'm', 'SHA-3'))
--> error INVALID_PARAMETER_VALUE.HMAC_ALGORITHM 22023

SELECT hex(aes_encrypt('', 'abcdefghijklmnop', 'ECB')), hex(aes_encrypt('0123456789abcdef', 'abcdefghijklmnopqrstuvwx', 'ECB', 'PKCS')), hex(aes_encrypt('x', 'abcdefghijklmnopqrstuvwxyz012345', 'CBC', 'DEFAULT', 'iviviviviviviviv'))
--> schema struct<hex(aes_encrypt(, abcdefghijklmnop, ECB, DEFAULT, , )):string,hex(aes_encrypt(0123456789abcdef, abcdefghijklmnopqrstuvwx, ECB, PKCS, , )):string,hex(aes_encrypt(x, abcdefghijklmnopqrstuvwxyz012345, CBC, DEFAULT, iviviviviviviviv, )):string>
--> ('8E64CE873F174DBB2423FCD814580E15', '79604B5CBE844BAA0197662FA05FA264C9A586E0AF6A0AECE4443968DFE93FAF', '69766976697669766976697669766976BD319F108F68CDC6EF8D06204EFC059A')

SELECT CAST(aes_decrypt(aes_encrypt(s, 'abcdefghijklmnop'), 'abcdefghijklmnop') AS STRING), CAST(aes_decrypt(aes_encrypt(s, 'abcdefghijklmnop', 'CBC'), 'abcdefghijklmnop', 'CBC') AS STRING), CAST(aes_decrypt(aes_encrypt(s, 'abcdefghijklmnop', 'ECB'), 'abcdefghijklmnop', 'ECB') AS STRING) FROM VALUES (''), ('a'), ('sixteen bytes ok'), (repeat('long ', 50)), (NULL) AS t(s)
--> schema struct<CAST(aes_decrypt(aes_encrypt(s, abcdefghijklmnop, GCM, DEFAULT, , ), abcdefghijklmnop, GCM, DEFAULT, ) AS STRING):string,CAST(aes_decrypt(aes_encrypt(s, abcdefghijklmnop, CBC, DEFAULT, , ), abcdefghijklmnop, CBC, DEFAULT, ) AS STRING):string,CAST(aes_decrypt(aes_encrypt(s, abcdefghijklmnop, ECB, DEFAULT, , ), abcdefghijklmnop, ECB, DEFAULT, ) AS STRING):string>
--> ('', '', '')
--> ('a', 'a', 'a')
--> ('sixteen bytes ok', 'sixteen bytes ok', 'sixteen bytes ok')
--> ('long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ', 'long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ', 'long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long ')
--> (None, None, None)

SELECT try_aes_decrypt(unhex('3031'), 'abcdefghijklmnop'), try_aes_decrypt(unhex(''), 'abcdefghijklmnop', 'ECB'), try_aes_decrypt(unhex('30313233343536373839303132333435'), 'abcdefghijklmnop', 'CBC'), try_aes_decrypt(unhex('00'), 'abcdefghijklmnop', 'CBC')
--> schema struct<try_aes_decrypt(unhex(3031), abcdefghijklmnop, GCM, DEFAULT, ):binary,try_aes_decrypt(unhex(), abcdefghijklmnop, ECB, DEFAULT, ):binary,try_aes_decrypt(unhex(30313233343536373839303132333435), abcdefghijklmnop, CBC, DEFAULT, ):binary,try_aes_decrypt(unhex(00), abcdefghijklmnop, CBC, DEFAULT, ):binary>
--> (None, b'', b'', None)

SELECT aes_decrypt(aes_encrypt('a', 'abcdefghijklmnop', 'GCM', 'DEFAULT', '012345678901', 'this'), 'abcdefghijklmnop', 'GCM', 'DEFAULT', 'that')
--> error INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR 22023

SELECT aes_decrypt(aes_encrypt('a', 'abcdefghijklmnop'), 'bbcdefghijklmnop')
--> error INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR 22023

SELECT aes_encrypt('a', 'short')
--> error INVALID_PARAMETER_VALUE.AES_KEY_LENGTH 22023

SELECT aes_encrypt('a', 'abcdefghijklmnop', 'ECB', 'NONE')
--> error UNSUPPORTED_FEATURE.AES_MODE 0A000

SELECT aes_encrypt('a', 'abcdefghijklmnop', 'CBC', 'PKCS', 'short')
--> error INVALID_PARAMETER_VALUE.AES_IV_LENGTH 22023

SELECT aes_encrypt('a', 'abcdefghijklmnop', 'ECB', 'PKCS', 'iviviviviviviviv')
--> error UNSUPPORTED_FEATURE.AES_MODE_IV 0A000

SELECT aes_encrypt('a', 'abcdefghijklmnop', 'CBC', 'PKCS', 'iviviviviviviviv', 'more')
--> error UNSUPPORTED_FEATURE.AES_MODE_AAD 0A000

SELECT aes_decrypt(unhex('00'), 'abcdefghijklmnop', 'ECB', 'PKCS', 'more')
--> error INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR 22023
