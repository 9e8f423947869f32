<%@ WebService Language="C#" Class="Maple.Sample.ExchangeService" %>
