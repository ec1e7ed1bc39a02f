"""A small country before and after 2018: two that merge, one that is split, two that stay."""

CHANGES = """date,kind,old_code,old_name,new_code,new_name,share,source
2018-01-01,merge,1624,Vik,5054,Nye Vik,,KLASS
2018-01-01,merge,1718,Nes,5054,Nye Vik,,KLASS
2018-01-01,split,1850,Tys,1806,Nar,,KLASS
2018-01-01,split,1850,Tys,0301,By,,KLASS
"""
STRUCTURE = """code,valid_from,valid_to,name,county_code,county,lat,lon
0101,,,Sund,01,Øst,59.1,11.5
0301,,,By,03,By,59.9,10.7
1624,,2018-01-01,Vik,16,Nord,,
1718,,2018-01-01,Nes,17,Nord,,
1850,,2018-01-01,Tys,18,Nord,,
5054,2018-01-01,,Nye Vik,50,Nord,63.7,10.1
1806,2018-01-01,,Nar,18,Nord,68.4,17.4
"""
